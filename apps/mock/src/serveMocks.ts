import { readFileSync } from 'node:fs';
import { apis } from './generated/apis.ts';
import { UsageError } from './usageError.ts';
import { mockHelp } from './mockHelp.ts';
import { readMockArguments } from './readMockArguments.ts';
import type { MockArguments } from './readMockArguments.ts';

type CreateMock = Awaited<ReturnType<(typeof apis)[keyof typeof apis]['createMock']>>;
type Mock = ReturnType<CreateMock>;
type Options = NonNullable<Parameters<CreateMock>[0]>;
type Seed = NonNullable<Options['seed']>;
type Opened = { readonly api: string; readonly mock: Mock };

type Known = Pick<(typeof apis)[keyof typeof apis], 'commandLine' | 'faults'> & {
  readonly createMock: () => Promise<CreateMock>;
};

const known: Readonly<Record<string, Known>> = apis;

/**
 * Runs `pnpm mock` until it is told to stop. Addresses and credentials of the demo go to standard output, one line for
 * each request to standard error. Answers the exit code: 0 stopped, 1 failed, 2 wrong arguments.
 */
export const serveMocks = async (args: readonly string[]): Promise<number> => {
  try {
    const given = readMockArguments(args, Object.keys(known));
    if (given.does === 'help') return print(mockHelp(Object.keys(known)));
    const opened = await open(given);
    if (given.does === 'listFaults') return print(faultLines(opened));
    return await serve(opened, given);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
};

const print = (text: string): number => {
  process.stdout.write(text);
  return 0;
};

const open = async (given: MockArguments): Promise<readonly Opened[]> => {
  const seeds = given.seed === undefined ? undefined : readSeed(given.seed);
  const opened = await Promise.all(
    given.apis.map(async (api): Promise<Opened> => {
      const entry = known[api];
      if (entry === undefined) throw new UsageError(`'${api}' is no API`);
      const create = await entry.createMock();
      const wanted =
        given.does === 'listFaults' || given.faults.length > 0 || given.control !== undefined;
      const faults = wanted ? { faults: await entry.faults() } : {};
      return { api, mock: create({ ...optionsOf(api, given, seeds), ...faults }) };
    }),
  );
  for (const { name, operation } of given.faults) switchOn(opened, name, operation);
  return opened;
};

const optionsOf = (
  api: string,
  given: MockArguments,
  seeds: Readonly<Record<string, Seed>> | undefined,
): Options => {
  const { state, control, sessionTimeoutSeconds } = given;
  const several = given.apis.length > 1;
  const seed = seeds?.[api];
  return {
    reach: given.reach,
    onError: (error) =>
      process.stderr.write(
        `${api}: the mock failed: ${error instanceof Error ? error.message : 'unknown'}\n`,
      ),
    ...(given.quiet
      ? {}
      : { log: (line) => process.stderr.write(several ? `${api} ${line}\n` : `${line}\n`) }),
    ...(seed === undefined ? {} : { seed }),
    ...(state === undefined ? {} : { stateFile: several ? `${state}.${api}` : state }),
    ...(control === undefined ? {} : { control }),
    ...(sessionTimeoutSeconds === undefined ? {} : { sessionTimeoutSeconds }),
  };
};

const readSeed = (path: string): Readonly<Record<string, Seed>> => {
  let seeds: unknown;
  try {
    seeds = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`--seed ${path}: ${(error as Error).message}`, { cause: error });
  }
  const wrong = `--seed ${path}: must be {"API": {"resources": {…}}} with API one of ${Object.keys(known).join(', ')}`;
  if (typeof seeds !== 'object' || seeds === null) throw new UsageError(wrong);
  if (Object.keys(seeds).some((api) => !Object.hasOwn(known, api))) throw new UsageError(wrong);
  return seeds as Readonly<Record<string, Seed>>;
};

/** Switches a fault on in every mock that has it; one that none has is a mistake. */
const switchOn = (opened: readonly Opened[], name: string, operation: string | undefined): void => {
  const having = opened.filter(({ mock }) =>
    mock.faults.list().some((fault) => fault.name === name),
  );
  try {
    for (const { mock } of having)
      mock.faults.on(name, operation === undefined ? {} : { operation });
    if (having.length === 0) opened[0]?.mock.faults.on(name);
  } catch (error) {
    throw new UsageError(`--fault: ${(error as Error).message}; --list-faults prints all`, {
      cause: error,
    });
  }
};

const faultLines = (opened: readonly Opened[]): string =>
  opened
    .flatMap(({ mock }) => mock.faults.list())
    .map(({ api, kind, name, description }) => `${api}  ${kind}  ${name}  ${description}\n`)
    .join('');

/** A mock that listens, or why it cannot, where another port would help. */
const listen = async (
  mock: Mock,
  port: number,
  host: string,
): Promise<Awaited<ReturnType<Mock['start']>> | string> => {
  try {
    return await mock.start({ port, host });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return `Port ${port} of ${host} is taken: choose another --port, or --port 0 for a free one`;
  }
};

/** The address and the demo's credentials as a shell takes them: to be pasted, and read by the command line. */
const exportLines = async (api: string, mock: Mock, url: string): Promise<string> => {
  const { settings = [] } = (await known[api]?.commandLine()) ?? {};
  const address = settings.find((setting) => setting.url)?.variable;
  const variables = {
    ...(address === undefined ? {} : { [address]: url }),
    ...mock.demo.environment,
  };
  return Object.entries(variables)
    .map(([name, value]) => `  export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join('');
};

const serve = async (opened: readonly Opened[], given: MockArguments): Promise<number> => {
  const running = [];
  for (const [index, { api, mock }] of opened.entries()) {
    const port = given.port === 0 ? 0 : given.port + index;
    const started = await listen(mock, port, given.host);
    if (typeof started === 'string') {
      await Promise.all(running.map((one) => one.stop()));
      throw new Error(started);
    }
    running.push(started);
    process.stdout.write(`${api}: ${started.url}\n${await exportLines(api, mock, started.url)}`);
  }
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await Promise.all(running.map((started) => started.stop()));
  return 0;
};
