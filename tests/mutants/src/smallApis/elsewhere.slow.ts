import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { smallApi, smallDocument, strictRun, strictRunAt } from './smallApi.ts';

const api = smallApi(await smallDocument('sheds'));

test('what is made elsewhere than it is read: a strict run verifies every clause', async () => {
  const mock = api.mock();
  const { verdict, coverage, reasons } = await strictRun(api, mock);
  const all = api.contract.clauses.length;
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(coverage).toMatchObject({ clauses: all, run: all });
  expect(Object.values(mock.state.read().resources).flatMap((one) => Object.keys(one))).toEqual([]);
});

test('the one of who signs in is learned from a create, where no variable names it', async () => {
  const mock = api.mock();
  const { SHEDS_KEEPER: keeper, SHEDS_OTHER_KEEPER: _, ...environment } = mock.demo.environment;
  await using running = await mock.start();
  const { verdict, coverage } = await strictRunAt(api, running.url, environment);
  const all = api.contract.clauses.length;
  expect(verdict).toBe('conformant');
  expect(coverage).toMatchObject({ clauses: all, run: all });
  const read = mock.requests.find(({ operation }) => operation === 'readShed');
  expect(read?.request?.path['keeper']).toBe(keeper);
  expect(Object.values(mock.state.read().resources).flatMap((one) => Object.keys(one))).toEqual([]);
});

test('where nothing may be made, a run says which variable names it', async () => {
  const mock = api.mock();
  const { SHEDS_KEEPER: _, SHEDS_OTHER_KEEPER: __, ...environment } = mock.demo.environment;
  await using running = await mock.start();
  const { checks } = await strictRunAt(api, running.url, environment, { level: 'default' });
  const read = checks.find(({ id }) => id.startsWith('sheds.readShed.'));
  expect(read?.reason).toContain('SHEDS_KEEPER is not set');
});

test(
  'what a server does wrong with what is made elsewhere is found',
  { timeout: 300_000 },
  async () => {
    const { contract, faulty } = api;
    const kinds = new Set(['separate', 'listed', 'deleted', 'existence', 'kept']);
    const ids = new Map(contract.clauses.map(({ id, kind }) => [id, kind]));
    const faults = mutantsOf(contract).filter(({ breaks }) =>
      kinds.has(ids.get(breaks[0] ?? '') ?? ''),
    );
    await using server = faulty(faults);
    const missed: string[] = [];
    for (const { name, breaks } of faults) {
      const finding = await server.find({ fault: name });
      if (!isFound({ name, breaks }, finding) || finding.errors.length > 0)
        missed.push(`${name}: ${finding.clauses.join(' ')} ${finding.errors.join(' ')}`);
    }
    expect(missed).toEqual([]);
    expect(faults.length).toBeGreaterThan(20);
  },
);
