import {
  reportOf,
  run,
  type RunEvent,
  type RunOptions,
  type RunTarget,
  type TargetReport,
} from '@oidc-admin/conformance';
import {
  apis,
  startProxy,
  type ApiName,
  type Changed,
  type Passing,
} from '@oidc-admin/conformance/testing';
import type { Contract, Operation } from '@oidc-admin/contract';
import { createRouter } from '@oidc-admin/model';
import { describe, expect, test } from 'vitest';
import { passedUnseen } from './passedUnseen.ts';

/** What an operation does instead of its success, of which the checks of others may be in need. */
const breakages = {
  'answers another success': ({ status }: Passing) => ({ status: status === 200 ? 202 : 200 }),
  'is not implemented': () => ({ status: 501, headers: {}, body: Buffer.alloc(0) }),
  'answers without a body': () => ({ body: Buffer.alloc(0) }),
} satisfies Record<string, (passing: Passing) => Partial<Changed>>;

type Breakage = keyof typeof breakages;

interface BrokenOperation {
  readonly api: ApiName;
  readonly contract: Contract;
  readonly operation: Operation;
  readonly breakage: Breakage;
}

async function brokenOperations(): Promise<readonly BrokenOperation[]> {
  const found: BrokenOperation[] = [];
  for (const api of Object.keys(apis) as ApiName[]) {
    const { contract } = (await apis[api].createMock())();
    for (const operation of contract.operations)
      for (const breakage of Object.keys(breakages) as Breakage[]) {
        const hasBody = operation.responses.some(
          ({ status, schema }) => status < 300 && schema !== undefined,
        );
        if (hasBody || breakage !== 'answers without a body')
          found.push({ api, contract, operation, breakage });
      }
  }
  return found;
}

async function reportAt(target: RunTarget, options: RunOptions): Promise<TargetReport> {
  const events: RunEvent[] = [];
  for await (const event of run(target, options)) events.push(event);
  const [report] = reportOf([events], { contractOf: () => target.contract }).targets;
  if (report === undefined) throw new Error('the run has no target');
  return report;
}

/** Runs the checks against a mock behind a proxy that breaks the successes of one operation. */
async function checked({ api, operation, breakage }: BrokenOperation): Promise<TargetReport> {
  const mock = (await apis[api].createMock())();
  const { contract } = mock;
  const route = createRouter(contract);
  await using running = await mock.start();
  await using proxy = await startProxy(running.url, (passing) => {
    const found = route(passing.method, passing.path);
    const isBroken =
      passing.status < 300 && found.kind === 'operation' && found.operation.id === operation.id;
    return isBroken ? breakages[breakage](passing) : undefined;
  });
  const access = await apis[api].access();
  const { environment } = mock.demo;
  const target = { url: `${proxy.url}${contract.basePath}`, contract, access, environment };
  // The proxy ends when this function does.
  return await reportAt(target, { level: 'disposable', quick: true, strict: true });
}

/** The only finding: the success has another status, or lacks its body. */
function finding({ api, contract, operation, breakage }: BrokenOperation): readonly string[] {
  if (operation.action.does === 'open' && breakage === 'is not implemented') return [];
  const success = contract.clauses.find(
    (one) => one.operation === operation.id && one.kind === 'status' && (one.status ?? 500) < 300,
  );
  return breakage === 'answers without a body'
    ? [`${api}.${operation.id}.${success?.status}.$.propertyType`]
    : [success?.id ?? ''];
}

test.each(Object.keys(apis) as ApiName[])(
  'at the right mock of %s nothing passes unseen',
  async (api) => {
    const mock = (await apis[api].createMock())();
    await using running = await mock.start();
    const { contract, demo } = mock;
    const access = await apis[api].access();
    const target = { url: running.url, contract, access, environment: demo.environment };
    const report = await reportAt(target, { level: 'disposable', strict: true });
    expect(passedUnseen(contract, report)).toEqual([]);
    expect(report.clauses.filter(({ status }) => status === 'failed')).toEqual([]);
  },
);

describe.each(await brokenOperations())('$api: where $operation.id $breakage', (broken) => {
  test('that is the only finding, and nothing passes unseen', async () => {
    const report = await checked(broken);
    const ending = (status: string): readonly string[] =>
      report.clauses.filter((clause) => clause.status === status).map(({ id }) => id);
    expect(ending('failed')).toEqual(finding(broken));
    expect([...ending('warned'), ...ending('flaky')]).toEqual([]);
    expect(passedUnseen(broken.contract, report)).toEqual([]);
    const never = broken.breakage === 'is not implemented';
    const { id } = broken.operation;
    const verifiedOfIt = report.clauses.filter(
      ({ operation, status }) => operation === id && status === 'passed',
    );
    expect(verifiedOfIt.length > 0).toBe(!never);
    expect(report.verdict).toBe(
      never && broken.operation.action.does === 'open' ? 'incomplete' : 'violations',
    );
  });
});
