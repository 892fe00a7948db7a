import { levels } from '../reports/report.ts';
import type { Contract, Level } from '../reports/report.ts';
import { apiNamed, faultyMock } from './apis.ts';
import type { Access } from './apis.ts';
import type { RunOptions, WantedTarget } from './options.ts';
import { newRunId } from './runId.ts';
import type { RunParameters } from './runParameters.ts';
import { targetUrl } from './targetUrl.ts';

/** A target that is ready to be asked, and what is known of its API. */
export interface OpenTarget extends AsyncDisposable {
  readonly parameters: RunParameters;
  readonly contract: Contract;
  readonly access: Access;
  /** How many requests the embedded mock got so far; none where a server is asked. */
  readonly received?: () => number;
}

const defaultIssuer = 'https://idp.example.com';

const secondsIn = (environment: NodeJS.ProcessEnv, variable: string): number | undefined => {
  const seconds = Number(environment[variable] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
};

/** Sessions of an embedded mock end so soon that their end can be waited for. */
const embeddedTimeoutSeconds = 2;

/**
 * Sets the variables with which a mock lets people in, and unsets what else the API's sign-in would read: a token for a
 * real server, say, is nothing to send to a mock.
 */
const useDemo = (access: Access, demo: Readonly<Record<string, string>>): void => {
  const read = new Set<string>();
  const spy = new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      get: (_, name) => {
        read.add(String(name));
        return demo[String(name)];
      },
    },
  );
  access.principals(spy);
  access.parents(spy);
  access.settings(spy);
  for (const name of read) delete process.env[name];
  Object.assign(process.env, demo);
};

const startMock = async (api: string, access: Access, faults: readonly string[]) => {
  let received = 0;
  const mock = await faultyMock(api, {
    sessionTimeoutSeconds: embeddedTimeoutSeconds,
    onExchange: () => (received += 1),
  });
  const known = new Set(mock.faults.list().map(({ name }) => name));
  for (const fault of faults) if (known.has(fault)) mock.faults.on(fault);
  useDemo(access, mock.demo.environment);
  return { mock, received: () => received, running: await mock.start() };
};

/** The URL of a target as the checks want it. */
export const targetUrlOf = (given: string, { basePath }: Contract): string =>
  targetUrl(given, basePath);

/** Starts the API's own mock where no URL is given; asks nothing of a server yet. */
export const openTarget = async (
  wanted: WantedTarget,
  name: string,
  options: RunOptions,
): Promise<OpenTarget> => {
  const { api } = wanted;
  const entry = apiNamed(api);
  const access = await entry.access();
  const started =
    wanted.url === undefined ? await startMock(api, access, options.faults) : undefined;
  const contract = started?.mock.contract ?? (await entry.createMock())().contract;
  const level: Level =
    options.level ?? (started === undefined ? 'default' : (levels.at(-1) ?? 'default'));
  const timeout = secondsIn(process.env, `${api.toUpperCase()}_SESSION_TIMEOUT_SECONDS`);
  const { requestsPerSecond, maxRequests, replay } = options;
  return {
    contract,
    access,
    ...(started !== undefined && { received: started.received }),
    parameters: {
      api,
      target: {
        name,
        url: started?.running.url ?? targetUrlOf(wanted.url ?? '', contract),
        embedded: started !== undefined,
      },
      level,
      seed: options.seed,
      timeoutMs: options.timeoutMs,
      ...(requestsPerSecond !== undefined && { requestsPerSecond }),
      ...(maxRequests !== undefined && { maxRequests }),
      dryRun: false,
      ...(replay !== undefined && { only: replay }),
      runId: newRunId(),
      issuer: process.env['CONFORMANCE_ISSUER'] ?? defaultIssuer,
      ...(timeout !== undefined && { sessionTimeoutSeconds: timeout }),
    },
    [Symbol.asyncDispose]: async () => {
      await started?.running.stop();
    },
  };
};

/** A name for each target: its API's, numbered where there are several of one API. */
export const targetNames = (wanted: readonly WantedTarget[]): string[] =>
  wanted.map(({ api }, index) => {
    const same = wanted.filter((target) => target.api === api);
    const place = wanted.slice(0, index).filter((target) => target.api === api).length;
    return same.length === 1 ? api : `${api}-${place + 1}`;
  });
