import { run, type CheckReport } from '@oidc-admin/conformance';
import { apis, checksOf, type ApiName } from '@oidc-admin/conformance/testing';

type Mock = ReturnType<Awaited<ReturnType<(typeof apis)[ApiName]['createMock']>>>;
export type FaultInfo = ReturnType<Mock['faults']['list']>[number];

/** What the checks made of one fault. */
export interface Finding {
  readonly fault: string;
  readonly api: ApiName;
  readonly class: string;
  readonly description: string;
  /** Clauses that failed: what names the fault. */
  readonly clauses: readonly string[];
  /** Clauses that only warned: SHOULDs. */
  readonly warnings: readonly string[];
  /** Checks that failed or warned. */
  readonly checks: readonly string[];
  /** Without those of checks that repeat or wait on purpose. */
  readonly requests: number;
  readonly milliseconds: number;
}

/** The faults of an API's mock. */
export const faultsOf = async (api: ApiName): Promise<readonly FaultInfo[]> =>
  (await apis[api].createMock())({ faults: await apis[api].faults() }).faults.list();

/** Does all checks of an API against its mock with one fault, as the command does. */
export const checkFault = async (api: ApiName, fault: FaultInfo): Promise<Finding> => {
  const mock = (await apis[api].createMock())({
    faults: await apis[api].faults(),
    sessionTimeoutSeconds: 2,
  });
  mock.faults.on(fault.name);
  await using running = await mock.start();
  const target = {
    url: running.url,
    contract: mock.contract,
    access: await apis[api].access(),
    environment: mock.demo.environment,
    embedded: { faults: [fault.name] },
  };
  const began = performance.now();
  const options = { level: 'disposable', seed: 1, timeoutMs: 500 } as const;
  const results: CheckReport[] = [];
  for await (const event of run(target, options))
    if (event.event === 'check') results.push(event.check);
  const milliseconds = Math.round(performance.now() - began);
  const waits = new Set(
    checksOf(mock.contract)
      .filter((check) => check.waits === true)
      .map(({ id }) => id),
  );
  const clausesOf = (binding: 'MUST' | 'SHOULD'): string[] => [
    ...new Set(
      results
        .flatMap(({ mismatches }) => mismatches)
        .filter((mismatch) => mismatch.binding === binding)
        .map(({ clause }) => clause),
    ),
  ];
  return {
    fault: fault.name,
    api,
    class: fault.kind,
    description: fault.description,
    clauses: clausesOf('MUST'),
    warnings: clausesOf('SHOULD'),
    checks: results
      .filter(({ status }) => status === 'failed' || status === 'warned')
      .map(({ id }) => id),
    requests: results
      .filter(({ id }) => !waits.has(id))
      .reduce((sum, { exchanges }) => sum + exchanges.length, 0),
    milliseconds,
  };
};
