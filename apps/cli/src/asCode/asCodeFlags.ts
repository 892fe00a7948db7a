import { longestTimeoutMs, UsageError } from '@oidc-admin/client/terminal';
import { Option } from 'commander';
import { commonFlags, type CommonOptions } from '../flags.ts';

/** What the flags of the commands for files say. */
export interface AsCodeOptions extends Pick<
  CommonOptions,
  | 'context'
  | 'proxy'
  | 'caFile'
  | 'timeout'
  | 'debug'
  | 'quiet'
  | 'noInput'
  | 'output'
  | 'yes'
  | 'dryRun'
  | 'skipDoctor'
> {
  readonly rotate?: true;
  readonly concurrency?: string;
  readonly rate?: string;
  readonly watchDrift?: string;
  readonly plan?: string;
  readonly failures?: string;
  readonly startOver?: true;
}

const ownFlags: Readonly<Record<string, string>> = {
  '--rotate': 'write the secrets that the file names again, as no server tells whether they differ',
  '--concurrency <number>': 'so many resources at a time; 8 where not given',
  '--rate <number>': 'at most so many calls a second to one service; 20 where not given',
  '--watch-drift <seconds>': 'look again and again, and print one line each time, until stopped',
  '--plan <file>': 'do only what this plan says, which plan --output json printed',
  '--failures <file>': 'where to write what failed, as a file that apply takes',
  '--start-over':
    'with --rotate: forget what an interrupted run has written, and write all secrets again',
};

/** The options of a command for files, in the order in which they are named; `texts` say more of common ones. */
export function asCodeFlags(
  names: readonly string[],
  texts: Readonly<Record<string, string>> = {},
): Option[] {
  const own = Object.entries(ownFlags).map(([flags, text]) =>
    new Option(flags, text).helpGroup('Options:'),
  );
  const all = [...own, ...commonFlags([])];
  return names.flatMap((name) => {
    const option = all.find((one) => one.name() === name);
    if (option === undefined) return [];
    option.description = texts[name] ?? option.description;
    return [option];
  });
}

function numberOf(
  flag: string,
  given: string | undefined,
  usual: number,
  least: number,
  most = Number.MAX_VALUE,
): number {
  const value = given === undefined ? usual : Number(given);
  if (value >= least && value <= most) return value;
  const upTo = most === Number.MAX_VALUE ? '' : ` and at most ${most}`;
  throw new UsageError(`--${flag}: must be a number, at least ${least}${upTo}`);
}

/** How many resources are looked at or written at a time. */
export function concurrencyOf({ concurrency }: AsCodeOptions): number {
  return Math.floor(numberOf('concurrency', concurrency, 8, 1));
}

/** How many calls a second one service gets at most. */
export function rateOf({ rate }: AsCodeOptions): number {
  return numberOf('rate', rate, 20, 0.01);
}

/** The pause between two looks, in milliseconds. */
export function intervalMsOf(watchDrift: string): number {
  return numberOf('watch-drift', watchDrift, 0, 0.1, Math.floor(longestTimeoutMs / 1000)) * 1000;
}

/** Whether the output is for programs. */
export function isJson({ output = 'text' }: AsCodeOptions): boolean {
  if (output !== 'text' && output !== 'json')
    throw new UsageError('--output: only text, json; this is none of them');
  return output === 'json';
}
