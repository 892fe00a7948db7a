import type { RunParameters } from '../run/runParameters.ts';
import type { CheckResult } from './checkResult.ts';

const plain = /^[\w./:=@%+,-]+$/;

/** A word for a POSIX shell, quoted where it needs it. */
export const shellWord = (text: string): string =>
  plain.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

const levelFlags = { default: [], allowWrites: ['--allow-writes'], disposable: ['--disposable'] } as const;

/** The line that runs one check again. */
export const reproduceLine =
  ({ api, target, level, seed }: RunParameters, faults: readonly string[]) =>
  ({ id }: CheckResult): string =>
    [
      'pnpm',
      'conformance',
      api,
      ...(target.embedded
        ? faults.flatMap((fault) => ['--fault', fault])
        : ['--target', target.url, ...levelFlags[level]]),
      '--seed',
      String(seed),
      '--replay',
      id,
    ]
      .map(shellWord)
      .join(' ');
