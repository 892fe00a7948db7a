import type { RunParameters } from '../../run/runParameters.ts';
import { shellWord } from './shellWord.ts';

const levelFlags = {
  default: [],
  allowWrites: ['--allow-writes'],
  disposable: ['--disposable'],
} as const;

/** The line that has the runner do one check again: whatever it takes, a wrong signature too. */
export const replayLine = (
  { api, target, level, seed }: RunParameters,
  faults: readonly string[],
  check: string,
): string =>
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
    check,
  ]
    .map(shellWord)
    .join(' ');
