import { apis } from '../../generated/apis.ts';
import type { CheckResult } from '../../reports/checkResult.ts';
import type { RunParameters } from '../../runner/runParameters.ts';
import { createRunContext } from '../runContext.ts';
import type { Access, Environment } from '../runContext.ts';
import type { Check } from '../check.ts';
import { checksOf } from '../checksOf.ts';
import type { Contract } from '../contractTypes.ts';
import { runCheck } from '../runCheck.ts';
import { CheckContext } from '../checkContext.ts';

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
  /** Which checks to do; all where left out. */
  readonly wanted?: (one: Check) => boolean;
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
  const run = createRunContext(
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
  let waits = 0;
  for (const one of checksOf(contract).filter(options.wanted ?? (() => true))) {
    const before = run.wire.count;
    results.push(await runCheck(run, one));
    if (one.waits === true) waits += run.wire.count - before;
  }
  const requests = run.wire.count - waits;
  const context = new CheckContext(run);
  await run.pool.cleanUp(context).catch(() => undefined);
  await run.sessions.closeAll();
  run.wire.close();
  const failures = results.flatMap(({ mismatches }) =>
    mismatches.filter(({ binding }) => binding === 'MUST').map(({ clause }) => clause),
  );
  return { results, requests, broken: [...new Set(failures)] };
}
