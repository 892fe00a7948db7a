import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import {
  type CommandTerminal,
  printable,
  runToExitCode,
  UsageError,
  writtenJson,
} from '@oidc-admin/client/terminal';
import { readFaultOptions } from '@oidc-admin/mock/settings';
import { apiFlags, type ApiOptions, readApiOptions } from './apiOptions.ts';
import { apis } from './generated/apis.ts';
import { type GivenOptions, mockCommand, type MockCommandOptions } from './mockCommand.ts';
import { authorityVariables, type Tls, tlsOf } from './tls.ts';

type CreateMock = Awaited<ReturnType<(typeof apis)[keyof typeof apis]['createMock']>>;
type Mock = ReturnType<CreateMock>;
type CreateOptions = NonNullable<Parameters<CreateMock>[0]>;
type Seeds = Readonly<Record<string, NonNullable<CreateOptions['seed']>>>;
type Opened = {
  readonly api: string;
  readonly mock: Mock;
  readonly secrets: ApiOptions['secrets'];
};
type Settings = Readonly<
  Record<string, Awaited<ReturnType<(typeof apis)[keyof typeof apis]['settings']>>>
>;

type Known = Pick<(typeof apis)[keyof typeof apis], 'commandLine' | 'faults' | 'settings'> & {
  readonly createMock: () => Promise<CreateMock>;
};

const known: Readonly<Record<string, Known>> = apis;

/**
 * Runs `pnpm mock` until it is stopped. Addresses and credentials of the demo go to standard output, one line for
 * each request to standard error. Answers the exit code: 0 stopped, 1 failed, 2 wrong arguments.
 */
export async function serveMocks(
  args: readonly string[],
  terminal: CommandTerminal,
  signal: AbortSignal,
): Promise<number> {
  const settings: Settings = Object.fromEntries(
    await Promise.all(
      Object.entries(known).map(async ([api, entry]) => [api, await entry.settings()] as const),
    ),
  );
  const own = Object.entries(settings).flatMap(([api, list]) => apiFlags(api, list));
  const command = mockCommand(Object.keys(known), own, terminal, async (names, options) => {
    const opened = await open(names, options, settings, terminal);
    if (options.listFaults) terminal.stdout.write(faultLines(opened));
    else await serve(opened, options, terminal, signal);
  });
  return await runToExitCode(
    () => command.parseAsync(args, { from: 'user' }),
    terminal,
    () => 1,
  );
}

async function open(
  names: readonly string[],
  options: GivenOptions,
  settings: Settings,
  terminal: CommandTerminal,
): Promise<readonly Opened[]> {
  const seeds = options.seed === undefined ? {} : readSeeds(options.seed);
  const { listFaults, control, fromEnvironment } = options;
  const faults = wantedFaults(options, terminal);
  const wanted = listFaults ?? (faults.length > 0 || control !== undefined);
  const clients = fromEnvironment ? terminal.environment : undefined;
  const opened = await Promise.all(
    names.map(async (api): Promise<Opened[]> => {
      const entry = known[api];
      if (entry === undefined) return [];
      const create = await entry.createMock();
      const { given, secrets } = readApiOptions(api, settings[api] ?? [], options, clients);
      const own = createOptions(api, names.length > 1, options, seeds, terminal);
      const list = wanted ? { faults: await entry.faults() } : {};
      const mock = seeded(() => create({ ...own, ...given, ...list }), api);
      return [{ api, mock, secrets }];
    }),
  );
  for (const fault of faults) switchOn(opened.flat(), fault);
  return opened.flat();
}

/** The faults that the options ask for, one way or another. */
function wantedFaults(
  { fault = [], latency, failRate, failSeed }: MockCommandOptions,
  { stderr }: CommandTerminal,
): readonly WantedFault[] {
  if (failSeed !== undefined && failRate === undefined)
    throw new UsageError('--fail-seed chooses the requests of --fail-rate: give that too');
  const wanted: WantedFault[] = fault.map((text) => ({ flag: '--fault', text }));
  if (latency !== undefined) wanted.push({ flag: '--latency', text: `latency?delayMs=${latency}` });
  if (failRate !== undefined) {
    const seed = failSeed ?? randomInt(2 ** 32);
    if (failSeed === undefined) stderr.write(`--fail-seed ${seed} makes the same requests fail\n`);
    wanted.push({ flag: '--fail-rate', text: `server-error?rate=${failRate}&seed=${seed}` });
  }
  return wanted;
}

function createOptions(
  api: string,
  several: boolean,
  { state, control, sandboxes, sessionTimeout, reach, quiet }: MockCommandOptions,
  seeds: Seeds,
  { stderr, environment }: CommandTerminal,
): CreateOptions {
  const { MOCK_CONTROL_TOKEN: controlToken } = environment;
  const seed = seeds[api];
  return {
    reach: reach ?? false,
    health: '/health',
    onError: (error) => {
      const message = error instanceof Error ? error.message : 'unknown';
      stderr.write(`${api}: the mock failed: ${printable(message)}\n`);
    },
    ...(quiet
      ? {}
      : { log: (line) => stderr.write(`${several ? `${api} ` : ''}${printable(line)}\n`) }),
    ...(seed === undefined ? {} : { seed }),
    ...(state === undefined ? {} : { stateFile: several ? `${state}.${api}` : state }),
    ...(control === undefined ? {} : { control }),
    ...(sandboxes === undefined ? {} : { sandboxes: { most: sandboxes } }),
    ...(controlToken ? { controlToken } : {}),
    ...(sessionTimeout === undefined ? {} : { sessionTimeoutSeconds: sessionTimeout }),
  };
}

/** Makes a mock. What is wrong with its seed is a mistake of whoever wrote it, and is named with its API. */
function seeded(make: () => Mock, api: string): Mock {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SeedError') throw error;
    const lines = error.message.split('\n').map((line) => `--seed: ${api}: ${line}`);
    throw new UsageError(lines.join('\n'), { cause: error });
  }
}

function readSeeds(path: string): Seeds {
  const seeds = writtenJson(`--seed: ${path}`, path);
  const names = Object.keys(known);
  if (
    typeof seeds !== 'object' ||
    seeds === null ||
    Object.keys(seeds).some((api) => !names.includes(api))
  ) {
    throw new UsageError(
      `--seed ${path}: must be {"API": {"resources": {…}}} with API one of ${names.join(', ')}`,
    );
  }
  return seeds as Seeds;
}

/** A fault as `NAME`, `NAME@OPERATION`, and options such as `?times=2`, and the flag that wants it. */
interface WantedFault {
  readonly flag: string;
  readonly text: string;
}

/** Switches a fault on in every mock that has it; one that none has is a mistake. */
function switchOn(opened: readonly Opened[], { flag, text }: WantedFault): void {
  const [, name = '', operation, query = ''] = /^(.*?)(?:@([^@?]*))?(?:\?(.*))?$/s.exec(text) ?? [];
  const having = opened.filter(({ mock }) => mock.faults.list().some((one) => one.name === name));
  try {
    const options = readFaultOptions(query);
    // A mock without the fault says which there are.
    for (const { mock } of having.length > 0 ? having : opened.slice(0, 1))
      mock.faults.on(name, operation === undefined ? options : { ...options, operation });
  } catch (error) {
    throw new UsageError(`${flag}: ${(error as Error).message}; --list-faults prints all`, {
      cause: error,
    });
  }
}

function faultLines(opened: readonly Opened[]): string {
  return opened
    .flatMap(({ mock }) => mock.faults.list())
    .map(({ api, kind, name, description }) => `${api}  ${kind}  ${name}  ${description}\n`)
    .join('');
}

/**
 * The address and the demo's credentials as a shell takes them: to be pasted, and read by the command line. Secrets that were
 * given are named only.
 */
async function exportLines(
  { api, mock, secrets }: Opened,
  url: string,
  tls: Tls | undefined,
): Promise<string> {
  const { settings = [] } = (await known[api]?.commandLine()) ?? {};
  const address = settings.find((setting) => setting.url)?.variable;
  const variables = {
    ...(address === undefined ? {} : { [address]: url }),
    ...mock.demo.environment,
    ...(tls?.authority === undefined
      ? {}
      : Object.fromEntries(authorityVariables.map((name) => [name, tls.authority ?? '']))),
  };
  return Object.entries(variables)
    .map(([name, value]) =>
      secrets.has(value)
        ? `  # ${name} is the one that was given\n`
        : `  export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`,
    )
    .join('');
}

async function serve(
  opened: readonly Opened[],
  options: MockCommandOptions,
  { stdout }: CommandTerminal,
  signal: AbortSignal,
): Promise<void> {
  const { port: first, host } = options;
  const tls = await tlsOf(options);
  const secure = tls === undefined ? {} : { tls: { key: tls.key, cert: tls.cert } };
  const running: Awaited<ReturnType<Mock['start']>>[] = [];
  try {
    for (const [index, one] of opened.entries()) {
      const port = first === 0 ? 0 : first + index;
      const started = await one.mock.start({ port, host, ...secure }).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
        throw new Error(
          `Port ${port} of ${host} is taken: choose another --port, or --port 0 for a free one`,
          { cause: error },
        );
      });
      running.push(started);
      stdout.write(`${one.api}: ${started.url}\n${await exportLines(one, started.url, tls)}`);
    }
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await Promise.all(running.map((started) => started.stop()));
  }
}
