import { UsageError, withoutValue } from '@oidc-admin/client/terminal';
import { CommanderError } from 'commander';
import { closest } from 'fastest-levenshtein';
import type { ConformanceCommand, RunArguments, WantedTarget } from './conformanceCommand.ts';
import { flagTable, type Flags } from './flags.ts';

/** Reads a target file; loaded only where there is one. */
type ReadTargetFile = (path: string, known: readonly string[]) => WantedTarget;

interface Parsed {
  readonly flags: Flags;
  readonly positionals: readonly string[];
}

/** What the table reads, or the text of its help. */
function parse(args: readonly string[]): Parsed | string {
  let help = '';
  const table = flagTable()
    .exitOverride()
    .configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined });
  try {
    // `pnpm conformance -- --list` hands the two dashes on.
    table.parse(args[0] === '--' ? args.slice(1) : [...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return help;
    throw new UsageError(
      `${withoutValue(error.message)
        .replace(/^error: /, '')
        .replace(/\.$/, '')}. See --help.`,
      {
        cause: error,
      },
    );
  }
  return { flags: table.opts<Flags>(), positionals: table.args };
}

/** A word of the command line without what follows the path of a URL, which may be a secret. */
function withoutQuery(word: string): string {
  return word.includes('://') ? word.replace(/[?#].*$/s, '') : word;
}

/** Only a word is repeated: what looks like an address may hold a password. */
function knownApi(name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  const isWord = /^[\w-]+$/.test(name);
  const nearest = isWord ? `; nearest: ${closest(name, known)}` : '';
  throw new UsageError(
    `${isWord ? `'${name}'` : 'an argument'} is no API; there are ${known.join(' and ')}${nearest}`,
  );
}

/** Reads one target. What is wrong with it is said without repeating it, as it may hold a password. */
function readTarget(text: string, apis: readonly string[], known: readonly string[]): WantedTarget {
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
}

/** A URL that is given for the API of a single file takes the place of the file's own. */
function withUrls(files: readonly WantedTarget[], urls: readonly WantedTarget[]): WantedTarget[] {
  const single = (of: readonly WantedTarget[], api: string): WantedTarget | undefined => {
    const own = of.filter((target) => target.api === api);
    return own.length === 1 ? own[0] : undefined;
  };
  const replaced = files.map((file): WantedTarget => {
    const url = single(files, file.api) === file ? single(urls, file.api)?.url : undefined;
    return url === undefined ? file : { ...file, url };
  });
  const added = urls.filter(
    ({ api }) => single(files, api) === undefined || single(urls, api) === undefined,
  );
  return [...replaced, ...added];
}

/** `provider=corp` and the like, by resource. */
function existingOf(given: readonly string[] = []): Pick<RunArguments, 'existing'> {
  const existing = new Map<string, string[]>();
  for (const text of given) {
    const [, resource, key] = /^(\w+)=(.+)$/s.exec(text) ?? [];
    if (resource === undefined || key === undefined)
      throw new UsageError('--existing: right is RESOURCE=KEY, such as --existing provider=corp');
    existing.set(resource, [...(existing.get(resource) ?? []), key]);
  }
  return existing.size === 0 ? {} : { existing: Object.fromEntries(existing) };
}

function targetsOf(
  flags: Flags,
  apis: readonly string[],
  known: readonly string[],
  readFile: ReadTargetFile,
): readonly WantedTarget[] {
  const files = (flags.targetFile ?? []).map((path) => readFile(path, known));
  const other = files.find(({ api }) => apis.length > 0 && !apis.includes(api));
  if (other !== undefined)
    throw new UsageError(
      `--target-file ${other.file ?? ''}: '${other.api}' is not among ${apis.join(', ')}`,
    );
  const ofFiles = [...new Set(files.map(({ api }) => api))];
  const urls = (flags.target ?? []).map((text) =>
    readTarget(text, apis.length > 0 ? apis : ofFiles, known),
  );
  const given = withUrls(files, urls);
  const embedded = (apis.length > 0 ? apis : known).filter((api) =>
    given.length > 0 && apis.length === 0 ? false : given.every((target) => target.api !== api),
  );
  if (flags.fault !== undefined && embedded.length === 0)
    throw new UsageError('--fault is for the embedded mocks; a --target has its own faults');
  return [...given, ...embedded.map((api) => ({ api }))];
}

function levelOf({ disposable, allowWrites }: Flags): Pick<RunArguments, 'level'> {
  if (disposable === true) return { level: 'disposable' };
  return allowWrites === true ? { level: 'allowWrites' } : {};
}

/** What repeats a part of a run leaves the report of the whole alone. */
function defaultDirectory({ replay, rerun }: Flags): string {
  const whole = 'reports/conformance';
  return replay === undefined && rerun === undefined ? whole : `${whole}/replay`;
}

function runArguments(flags: Flags, targets: readonly WantedTarget[]): RunArguments {
  const { report, merge, existing: _, ...rest } = flags;
  const records = merge ?? (report === undefined ? undefined : [report]);
  return {
    ...rest,
    ...existingOf(flags.existing),
    ...levelOf(flags),
    targets,
    reportDirectory: flags.reportDir ?? defaultDirectory(flags),
    ...(flags.timeout !== undefined && { timeoutMs: flags.timeout * 1000 }),
    only: flags.only ?? [],
    faults: flags.fault ?? [],
    ...(!flags.originalSecret && { noOriginalSecret: true }),
    ...(records !== undefined && { records, merged: merge !== undefined }),
  };
}

function unreadable(path: string): never {
  throw new UsageError(`--target-file ${path}: no file is read here`);
}

/**
 * Reads the command line. `known` are the names of the APIs. Throws a `UsageError` that names the wrong argument and
 * what would be right.
 */
export function readArguments(
  args: readonly string[],
  known: readonly string[],
  readFile: ReadTargetFile = unreadable,
): ConformanceCommand {
  const parsed = parse(args);
  if (typeof parsed === 'string') return { does: 'help', text: parsed };
  const { flags, positionals } = parsed;
  if (flags.compare !== undefined) {
    const [before, after, ...rest] = flags.compare;
    if (before === undefined || after === undefined || rest.length + positionals.length > 0)
      throw new UsageError('--compare needs two reports: --compare before.json after.json');
    return { does: 'compare', before, after };
  }
  const apis = [...new Set(positionals.map((name) => knownApi(name, known)))];
  const listed = apis.length > 0 ? apis : known;
  if (flags.list === true) return { does: 'list', apis: listed };
  if (flags.listFaults === true) return { does: 'listFaults', apis: listed };
  if (flags.listVariables === true) return { does: 'listVariables', apis: listed };
  // A report that is to be repeated names its own targets.
  const isNamed =
    flags.rerun === undefined || flags.target !== undefined || flags.targetFile !== undefined;
  const options = runArguments(flags, isNamed ? targetsOf(flags, apis, known, readFile) : []);
  return { does: 'run', options: { ...options, command: args.map((word) => withoutQuery(word)) } };
}
