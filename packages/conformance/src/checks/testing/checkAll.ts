import { apis } from '../../generated/apis.ts';
import type { CheckResult } from '../../reports/checkResult.ts';
import type { RunParameters } from '../../runner/runParameters.ts';
import { createBench } from '../bench.ts';
import type { Access, Environment } from '../bench.ts';
import type { Case } from '../case.ts';
import { casesOf } from '../casesOf.ts';
import type { Contract } from '../contractTypes.ts';
import { runCase } from '../runCase.ts';
import { Trial } from '../trial.ts';

export type Api = keyof typeof apis;

/** What came of all checks of an API. */
export interface Checked {
  readonly results: readonly CheckResult[];
  /** Requests without those of checks that repeat or wait on purpose. */
  readonly requests: number;
  /** Clauses that a server must keep to and did not. */
  readonly broken: readonly string[];
}

export interface CheckOptions {
  readonly seed?: number;
  readonly level?: RunParameters['level'];
  readonly sessionTimeoutSeconds?: number;
  readonly timeoutMs?: number;
  /** Variables beside those of the demonstration. */
  readonly environment?: Environment;
  /** Which cases to do; all where left out. */
  readonly wanted?: (one: Case) => boolean;
}

/** The contract of an API, and the credentials with which its demonstration servers let testers in. */
export async function demonstration(
  api: Api,
): Promise<{ readonly contract: Contract; readonly environment: Environment }> {
  const mock = (await apis[api].createMock())();
  return { contract: mock.contract, environment: mock.demo.environment };
}

/** Does the checks of an API against a server, without the engine that runs them otherwise. For tests of the checks. */
export async function checkAll(
  api: Api,
  url: string,
  options: CheckOptions = {},
): Promise<Checked> {
  const { contract, environment } = await demonstration(api);
  const { sessionTimeoutSeconds } = options;
  const bench = createBench(
    {
      api,
      target: {
        name: api,
        url: url.endsWith(contract.basePath) ? url : url + contract.basePath,
        embedded: false,
      },
      level: options.level ?? 'disposable',
      seed: options.seed ?? 1,
      timeoutMs: options.timeoutMs ?? 2000,
      dryRun: false,
      runId: 'test',
      issuer: 'https://idp.example.com',
      ...(sessionTimeoutSeconds === undefined ? {} : { sessionTimeoutSeconds }),
    },
    contract,
    (await apis[api].access()) as unknown as Access,
    { ...environment, ...options.environment },
  );
  const results: CheckResult[] = [];
  let apart = 0;
  for (const one of casesOf(contract).filter(options.wanted ?? (() => true))) {
    const before = bench.wire.count;
    results.push(await runCase(bench, one));
    if (one.apart === true) apart += bench.wire.count - before;
  }
  const requests = bench.wire.count - apart;
  const trial = new Trial(bench);
  await bench.subjects.cleanUp(trial).catch(() => undefined);
  await bench.sessions.closeAll();
  bench.wire.close();
  const failures = results.flatMap(({ differences }) =>
    differences.filter(({ binding }) => binding === 'MUST').map(({ clause }) => clause),
  );
  return { results, requests, broken: [...new Set(failures)] };
}
