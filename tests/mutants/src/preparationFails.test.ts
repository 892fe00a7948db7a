import { reportOf, run, type RunEvent, type TargetReport } from '@oidc-admin/conformance';
import { apis, startProxy, type Changed, type Passing } from '@oidc-admin/conformance/testing';
import { expect, test } from 'vitest';

/** Runs the checks of PVWA against a mock whose additions answer otherwise. */
async function checkedWith(add: (passing: Passing) => Partial<Changed>): Promise<TargetReport> {
  const mock = (await apis.pvwa.createMock())();
  await using running = await mock.start();
  await using proxy = await startProxy(running.url, (passing) =>
    passing.method === 'POST' && passing.path.endsWith('/Providers') ? add(passing) : undefined,
  );
  const url = `${proxy.url}${mock.contract.basePath}`;
  const { environment } = mock.demo;
  const access = await apis.pvwa.access();
  const events: RunEvent[] = [];
  const target = { url, contract: mock.contract, access, environment };
  for await (const event of run(target, { level: 'disposable', quick: true })) events.push(event);
  const [report] = reportOf([events], { contractOf: () => mock.contract }).targets;
  if (report === undefined) throw new Error('the run has no target');
  return report;
}

/** Clauses that passed although none of their checks sent a request of their operation. */
function passedUnseen({ clauses, checks }: TargetReport): readonly string[] {
  const sent = new Map(
    checks.map(({ id, exchanges }) => [id, exchanges.map(({ operation }) => operation)]),
  );
  return clauses
    .filter(({ status, operation }) => status === 'passed' && operation !== undefined)
    .filter(
      ({ operation = '', checks: own }) => !own.some((id) => sent.get(id)?.includes(operation)),
    )
    .map(({ id }) => id);
}

test.each([
  ['are not implemented', { status: 501, body: Buffer.from('{}') }],
  ['answer 200 without a body', { status: 200, body: Buffer.from('') }],
])(
  'where additions %s, no clause passes that no check came to',
  async (_, added) => {
    const target = await checkedWith(({ status }) => (status < 300 ? added : {}));
    const passed = target.clauses.filter(({ status }) => status === 'passed').map(({ id }) => id);
    expect(target.verdict).toBe('violations');
    expect(passedUnseen(target)).toEqual([]);
    expect(passed).not.toContain('pvwa.provider.replaced');
    expect(passed).not.toContain('pvwa.provider.kept');
    expect(passed).toContain('pvwa.logon.200.status');
  },
  60_000,
);
