import type { RunParameters } from '../../runner/runParameters.ts';
import { shellWord } from './curlCommand.ts';

/** How the command is started: from its sources by pnpm, or from its package. */
const ownCommand = import.meta.filename.endsWith('.ts')
  ? ['pnpm', 'conformance']
  : ['oidc-admin-conformance'];

/** The words of the command line for a level. */
export const levelFlags = {
  default: [],
  allowWrites: ['--allow-writes'],
  disposable: ['--disposable'],
} as const;

/** What the command line of the run said beside its parameters, and must be said again. */
export interface ReplayFlags {
  readonly faults: readonly string[];
  readonly noOriginalSecret: boolean;
  readonly leaveChanged?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  /** Words that name the target, where it is not its URL. */
  readonly words?: readonly string[];
}

/** The line that has the runner do one check again: whatever it takes, a wrong signature too. */
export function replayLine(
  { api, target, level, strict, seed }: RunParameters,
  { faults, noOriginalSecret, leaveChanged = false, words }: ReplayFlags,
  check: string,
): string {
  return [
    ...ownCommand,
    ...(words ?? (target.embedded ? [api] : [api, '--target', target.url])),
    ...(target.embedded
      ? faults.flatMap((fault) => ['--fault', fault])
      : [
          ...levelFlags[level],
          ...(strict ? ['--strict'] : []),
          ...(noOriginalSecret ? ['--no-original-secret'] : []),
          ...(leaveChanged ? ['--leave-changed'] : []),
        ]),
    '--seed',
    String(seed),
    '--replay',
    check,
  ]
    .map(shellWord)
    .join(' ');
}
