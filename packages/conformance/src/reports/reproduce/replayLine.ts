import type { RunParameters } from '../../runner/runParameters.ts';
import { shellWord } from './curlCommand.ts';

const levelFlags = {
  default: [],
  allowWrites: ['--allow-writes'],
  disposable: ['--disposable'],
} as const;

/** What the command line of the run said beside its parameters, and must be said again. */
export interface ReplayFlags {
  readonly faults: readonly string[];
  readonly noOriginalSecret: boolean;
}

/** The line that has the runner do one check again: whatever it takes, a wrong signature too. */
export function replayLine(
  { api, target, level, strict, seed }: RunParameters,
  { faults, noOriginalSecret }: ReplayFlags,
  check: string,
): string {
  return [
    'pnpm',
    'conformance',
    api,
    ...(target.embedded
      ? faults.flatMap((fault) => ['--fault', fault])
      : [
          '--target',
          target.url,
          ...levelFlags[level],
          ...(strict ? ['--strict'] : []),
          ...(noOriginalSecret ? ['--no-original-secret'] : []),
        ]),
    '--seed',
    String(seed),
    '--replay',
    check,
  ]
    .map(shellWord)
    .join(' ');
}
