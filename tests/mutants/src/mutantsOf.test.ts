import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultsOf } from './faultyServer.ts';

const helpers = [
  'mutant.ts',
  'mutantsOf.ts',
  'refusals.ts',
  'responses.ts',
  'sentRequests.ts',
  'variantMutant.ts',
  'variantMutantsOf.ts',
];

test('mutants share no code with the checks', () => {
  const paths = [...globSync('{kinds,variants}/*.ts', { cwd: import.meta.dirname }), ...helpers];
  const imports = paths.flatMap((path) => {
    const text = readFileSync(join(import.meta.dirname, path), 'utf8');
    return [...text.matchAll(/ from '([^']+)'/g)].map(([, from = '']) => ({ path, from }));
  });
  expect(imports.length).toBeGreaterThan(paths.length);
  const allowed =
    /^(node:util|@oidc-admin\/(contract|mock|mock\/faults|model)|\.\/kinds\/index\.ts|\.\/variants\/[a-zA-Z]+\.ts|\.\.?\/[a-zA-Z0-9]+\.ts)$/;
  expect(imports.filter(({ from }) => !allowed.test(from))).toEqual([]);
});

test.each(['pvwa', 'wickr'] as const)(
  'each clause of %s has a mutant that changes something',
  async (api) => {
    const { contract, mutants } = await faultsOf(api);
    const hooks = /^(contract|receive|caller|request|view|decide|reply|window)$/;
    const idle = mutants.filter((mutant) => !Object.keys(mutant).some((key) => hooks.test(key)));
    expect(new Set(mutants.flatMap(({ breaks }) => breaks)).size).toBe(contract.clauses.length);
    expect(idle).toEqual([]);
  },
);
