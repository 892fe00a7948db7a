import { type Contract, contractOf, strictContract } from '@oidc-admin/contract';
import type { Check } from '../checks/check.ts';
import { CheckContext } from '../checks/checkContext.ts';
import { checksOf } from '../checks/checksOf.ts';
import { runCheck } from '../checks/runCheck.ts';
import { createRunContext } from '../checks/runContext.ts';
import type { TestersAccess } from '../checks/sessions.ts';
import type { CheckResult } from '../reports/checkResult.ts';
import type { Level, Environment } from '../runner/runParameters.ts';
import { apis } from './generated/apis.ts';

export type ApiName = keyof typeof apis;

/** What came of all checks of an API. */
export interface Checked {
  readonly results: readonly CheckResult[];
  /** What differed beside the checks; undefined where nothing did. */
  readonly preparation: CheckResult | undefined;
  /** Requests without those of checks that repeat or wait on purpose. */
  readonly requests: number;
  /** Clauses that a server must keep to and did not. */
  readonly broken: readonly string[];
}

export interface CheckAllOptions {
  readonly seed?: number;
  readonly level?: Level;
  /** Whether every SHOULD counts like a MUST, which is so where left out. */
  readonly strict?: boolean;
  readonly sessionTimeoutSeconds?: number;
  readonly timeoutMs?: number;
  /** Variables beside those of the demonstration. */
  readonly environment?: Environment;
  /** The document that the server was written from, with our keys; the one of today where left out. */
  readonly document?: unknown;
  /** Which checks to do; all where left out. */
  readonly wanted?: (one: Check) => boolean;
}

/** The contract of an API, and the credentials with which its demonstration servers let testers in. */
export async function demonstration(
  api: ApiName,
): Promise<{ readonly contract: Contract; readonly environment: Environment }> {
  const mock = (await apis[api].createMock())();
  return { contract: mock.contract, environment: mock.demo.environment };
}

/** Does the checks of an API against a server, without the engine that runs them otherwise. For tests of the checks. */
export async function checkAll(
  api: ApiName,
  url: string,
  options: CheckAllOptions = {},
): Promise<Checked> {
  const { contract: today, environment } = await demonstration(api);
  const { strict = true, document } = options;
  const described = document === undefined ? today : contractOf(document);
  const contract = strict ? strictContract(described) : described;
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
      strict,
      seed: options.seed ?? 1,
      timeoutMs: options.timeoutMs ?? 2000,
      runId: 'test',
      issuer: 'https://idp.example.com',
      ...(sessionTimeoutSeconds === undefined ? {} : { sessionTimeoutSeconds }),
    },
    contract,
    (await apis[api].access()) as unknown as TestersAccess,
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
  const preparation = run.preparation.result();
  return { results, preparation, requests, broken: [...new Set(failures)] };
}
