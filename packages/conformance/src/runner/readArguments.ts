import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Command, RunOptions, WantedTarget } from './options.ts';
import { UsageError } from './usageError.ts';

const flags = {
  target: { type: 'string', multiple: true },
  'allow-writes': { type: 'boolean' },
  disposable: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  replay: { type: 'string' },
  seed: { type: 'string' },
  timeout: { type: 'string' },
  'requests-per-second': { type: 'string' },
  'max-requests': { type: 'string' },
  'report-dir': { type: 'string' },
  baseline: { type: 'string' },
  'accept-incomplete': { type: 'boolean' },
  'clean-up': { type: 'boolean' },
  'no-original-secret': { type: 'boolean' },
  shard: { type: 'string' },
  merge: { type: 'string' },
  fault: { type: 'string', multiple: true },
  list: { type: 'boolean' },
  'list-faults': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  compare: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const parse = (args: readonly string[]) => {
  try {
    // `pnpm conformance -- --list` hands the two dashes on.
    const given = args[0] === '--' ? args.slice(1) : [...args];
    return parseArgs({ args: given, options: flags, allowPositionals: true, strict: true });
  } catch (error) {
    // node:util explains which argument is wrong, in its first sentence.
    const [first = ''] = (error as Error).message.split('. ');
    throw new UsageError(`${first}. See --help.`, { cause: error });
  }
};

const numberOf = (
  flag: string,
  text: string | undefined,
  { from, whole }: { from: number; whole?: boolean },
): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  const fits = text.trim() !== '' && Number.isFinite(value) && value >= from;
  if (!fits || (whole === true && !Number.isInteger(value)))
    throw new UsageError(
      `--${flag} ${text}: not a ${whole === true ? 'whole ' : ''}number from ${from}`,
    );
  return value;
};

/** Only a word is repeated: what looks like an address may hold a password. */
const knownApi = (name: string, known: readonly string[]): string => {
  if (!known.includes(name))
    throw new UsageError(
      `${/^[\w-]+$/.test(name) ? `'${name}'` : 'an argument'} is no API; there are ${known.join(' and ')}`,
    );
  return name;
};

/** Reads one target. What is wrong with it is said without repeating it, as it may hold a password. */
const readTarget = (
  text: string,
  apis: readonly string[],
  known: readonly string[],
): WantedTarget => {
  const [, prefix, address = text] = /^(\w[\w-]*)=(.*)$/s.exec(text) ?? [];
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UsageError(
      `--target: what is given is no http or https URL; right is --target ${known[0] ?? 'api'}=https://host`,
    );
  if (url.username !== '' || url.password !== '')
    throw new UsageError('--target: credentials come from the environment, not from the URL');
  if (prefix !== undefined) {
    if (apis.length > 0 && !apis.includes(prefix))
      throw new UsageError(`--target ${prefix}=…: '${prefix}' is not among ${apis.join(', ')}`);
    return { api: knownApi(prefix, known), url: address };
  }
  const [only, ...others] = apis;
  if (only === undefined || others.length > 0)
    throw new UsageError(
      `--target: which API is that? Name one, or write --target ${known[0] ?? 'api'}=URL`,
    );
  return { api: only, url: address };
};

const readShard = (text: string | undefined): RunOptions['shard'] => {
  if (text === undefined) return undefined;
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > count)
    throw new UsageError(`--shard ${text}: not i/n, such as 1/3, with i from 1 to n`);
  return { index, count };
};

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

const levelOf = (given: {
  readonly disposable?: boolean | undefined;
  readonly 'allow-writes'?: boolean | undefined;
}): Pick<RunOptions, 'level'> => {
  if (given.disposable === true) return { level: 'disposable' };
  return given['allow-writes'] === true ? { level: 'allowWrites' } : {};
};

/** The seed of a run that was given none: random, and named in every report. */
const newSeed = (): number => randomInt(2 ** 31);

/**
 * Reads the command line. `known` are the names of the APIs. Throws a UsageError that names the wrong argument and what
 * would be right.
 */
export const readArguments = (args: readonly string[], known: readonly string[]): Command => {
  const { values, positionals } = parse(args);
  if (values.help === true) return { does: 'help' };
  if (values.compare !== undefined) {
    const [after, ...rest] = positionals;
    if (after === undefined || rest.length > 0)
      throw new UsageError('--compare needs two reports: --compare before.json after.json');
    return { does: 'compare', before: values.compare, after };
  }
  const apis = [...new Set(positionals.map((name) => knownApi(name, known)))];
  if (values.list === true) return { does: 'list', apis: apis.length > 0 ? apis : known };
  if (values['list-faults'] === true)
    return { does: 'listFaults', apis: apis.length > 0 ? apis : known };
  if (values['allow-writes'] === true && values.disposable === true)
    throw new UsageError('--allow-writes and --disposable exclude each other');
  const given = (values.target ?? []).map((text) => readTarget(text, apis, known));
  const embedded = (apis.length > 0 ? apis : known).filter((api) =>
    given.length > 0 && apis.length === 0 ? false : given.every((target) => target.api !== api),
  );
  const targets = [...given, ...embedded.map((api) => ({ api }))];
  if (values.fault !== undefined && embedded.length === 0)
    throw new UsageError('--fault is for the embedded mocks; a --target has its own faults');
  const timeout = numberOf('timeout', values.timeout, { from: 0.001 }) ?? 10;
  return {
    does: 'run',
    options: {
      targets,
      ...levelOf(values),
      reportDirectory: values['report-dir'] ?? 'reports/conformance',
      seed: numberOf('seed', values.seed, { from: 0, whole: true }) ?? newSeed(),
      timeoutMs: timeout * 1000,
      ...optional(
        'requestsPerSecond',
        numberOf('requests-per-second', values['requests-per-second'], { from: 0.01 }),
      ),
      ...optional(
        'maxRequests',
        numberOf('max-requests', values['max-requests'], { from: 1, whole: true }),
      ),
      owners: values.only ?? [],
      ...optional('replay', values.replay),
      dryRun: values['dry-run'] === true,
      acceptIncomplete: values['accept-incomplete'] === true,
      cleanUp: values['clean-up'] === true,
      noOriginalSecret: values['no-original-secret'] === true,
      ...optional('baseline', values.baseline),
      ...optional('shard', readShard(values.shard)),
      ...optional('merge', values.merge),
      faults: values.fault ?? [],
    },
  };
};
