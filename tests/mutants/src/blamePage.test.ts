import { demonstration } from '@oidc-admin/conformance/testing';
import { expect, test } from 'vitest';
import { blamePage, figuresOf, reasonForMore } from './blamePage.ts';
import type { Blame } from './blameServer.ts';

const { contract } = await demonstration('pvwa');
const clauses = new Map(contract.clauses.map((clause) => [clause.id, clause]));
const type = 'pvwa.getProvider.200.clientId.propertyType';

function blame(fault: string, ...named: readonly string[]): Blame {
  return {
    api: 'pvwa',
    faults: [fault],
    findings: named.map((clause) => ({ clause, alike: [], explains: [] })),
    breaks: [type],
    milliseconds: 1,
  };
}

test('the figures tell the middle, and how many have exactly one finding', () => {
  const blames = [blame('a', type), blame('b', type), blame('c'), blame('d', type, 'x', 'y')];
  expect(figuresOf(blames)).toMatchObject({
    attempts: 4,
    median: 1,
    mean: 1.25,
    most: 3,
    one: 2,
    none: 1,
  });
});

test('each finding beside what a fault breaks needs a reason by its kind', () => {
  const listed = blame('a', type, 'pvwa.provider.listed');
  expect(reasonForMore(listed, clauses)).toMatch(/^`listed`: /);
  const unknown = blame('a', type, 'pvwa.addProvider.mediaType');
  expect(() => reasonForMore(unknown, clauses)).toThrow(
    'no reason is known for a finding of mediaType',
  );
});

test('the section is written anew, and all else stays', () => {
  const counted = {
    blames: [blame(`break:${type}`, type), blame('spoils', type, 'pvwa.provider.listed')],
    all: 2,
    contracts: [contract],
  };
  const matrix = '<!-- Written by tests/mutants/src/runMatrix.ts from here on. -->\n\n## pvwa\n';
  const once = blamePage(`# Written by people\n\n${matrix}`, counted);
  expect(once).toContain('| all | 2 | 2 | 1.5 | 2 | 2 | 1 | 0 |');
  expect(once).toContain('| `pvwa spoils` | 2 | `listed`: ');
  expect(once.startsWith('# Written by people\n\n')).toBe(true);
  expect(once.endsWith(matrix)).toBe(true);
  expect(blamePage(once, counted)).toBe(once);
});
