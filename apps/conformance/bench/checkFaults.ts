import { checkAll } from '../src/checks/testing/checkAll.ts';
import type { Api } from '../src/checks/testing/checkAll.ts';
import { apis } from '../src/generated/apis.ts';

type Mock = ReturnType<Awaited<ReturnType<(typeof apis)[Api]['createMock']>>>;
export type FaultInfo = ReturnType<Mock['faults']['list']>[number];

/** What the checks made of one fault. */
export interface Finding {
  readonly fault: string;
  readonly api: Api;
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

/** A session so short that its end can be waited for; only where a fault may be about that. */
const sessionTimeoutSeconds = 2;

const isAboutSessions = ({ class: kind, name, breaks }: FaultInfo): boolean =>
  kind === 'session' || [name, ...breaks].some((text) => text.includes('expired'));

/** The faults of an API's mock. */
export const faultsOf = async (api: Api): Promise<readonly FaultInfo[]> =>
  (await apis[api].createMock())().faults.list();

/** Does all checks of an API against its mock with one fault. */
export const checkFault = async (api: Api, fault: FaultInfo): Promise<Finding> => {
  const timeout = isAboutSessions(fault) ? { sessionTimeoutSeconds } : {};
  const mock = (await apis[api].createMock())(timeout);
  await using running = await mock.start();
  mock.faults.on(fault.name);
  const began = performance.now();
  const { broken, requests, results } = await checkAll(api, running.url, {
    ...timeout,
    timeoutMs: 500,
  });
  const warned = results
    .flatMap(({ differences }) => differences)
    .filter(({ binding }) => binding === 'SHOULD');
  return {
    fault: fault.name,
    api,
    class: fault.class,
    description: fault.description,
    clauses: broken,
    warnings: [...new Set(warned.map(({ clause }) => clause))],
    checks: results
      .filter(({ status }) => status === 'failed' || status === 'warned')
      .map(({ id }) => id),
    requests,
    milliseconds: Math.round(performance.now() - began),
  };
};
