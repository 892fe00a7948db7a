import { expect, test } from 'vitest';
import { faultPage } from './faultPage.ts';
import { faultsOf } from './faultyServer.ts';
import { findFaults } from './findFaults.ts';
import { twinsOf } from './twins.ts';

test('an attempt that fails is reported and ends no other; results keep their order', async () => {
  const [unknown, found] = await findFaults([
    { api: 'wickr', fault: 'no such fault' },
    { api: 'wickr', fault: 'break:wickr.getOidcInfo.200.status' },
  ]);
  expect(unknown).toMatchObject({ failed: "wickr has no fault 'no such fault'" });
  expect(found).toMatchObject({ clauses: ['wickr.getOidcInfo.200.status'], errors: [] });
}, 60_000);

test('the page keeps what people wrote and lists what was found', async () => {
  const finding = {
    api: 'demo',
    fault: 'ghost-delete',
    description: 'A delete | deletes nothing.',
    clauses: ['demo.a', 'demo.b', 'demo.c', 'demo.d'],
    warnings: [],
    checks: 4,
    whole: false,
    requests: 9,
    milliseconds: 80,
    errors: [],
  };
  const once = faultPage('# Written by people\n\n', [finding]);
  expect(faultPage(once, [finding])).toBe(once);
  expect(once).toMatch(/^# Written by people\n/);
  expect(once).toContain(
    '| `ghost-delete` | A delete \\| deletes nothing. | `demo.a`<br>`demo.b`<br>`demo.c`<br>and 1 more |',
  );
});

test('at least twenty faults of an API have a twin in each handler that can have it', async () => {
  const { contract, realistic } = await faultsOf('pvwa');
  const twins = twinsOf(contract, realistic);
  expect(new Set(twins.map(({ fault }) => fault)).size).toBeGreaterThanOrEqual(20);
  const handlers = (name: string): readonly string[] =>
    twins.filter(({ fault }) => fault === name).map(({ operation }) => operation);
  expect(handlers('spaces-trimmed:provider')).toEqual(['addProvider', 'updateProvider']);
  expect(handlers('crash-on-existence').length).toBeGreaterThan(1);
});
