import { expect, test } from 'vitest';
import { faultsOf } from '../faultyServer.ts';
import { outsiders } from './index.ts';
import { witnesses } from './witnesses/index.ts';

test('each kind has four faults or more, and each witness its fault', () => {
  for (const [kind, shown] of Object.entries(witnesses)) {
    const names = outsiders.filter((one) => one.kind === kind).map(({ fault }) => fault.name);
    expect({ kind, enough: names.length >= 4 }).toEqual({ kind, enough: true });
    expect(
      Object.keys(shown)
        .map((name) => `outsider:${name}`)
        .toSorted(),
    ).toEqual(names.toSorted());
  }
});

test.each(['pvwa', 'wickr'] as const)('the faults of %s break clauses that exist', async (api) => {
  const { contract } = await faultsOf(api);
  const ids = new Set(contract.clauses.map(({ id }) => id));
  const unknown = outsiders
    .filter((one) => one.api === api)
    .flatMap(({ fault }) => fault.breaks.filter((id) => !ids.has(id)));
  expect(unknown).toEqual([]);
});
