import { apis } from '@oidc-admin/conformance/testing';
import { describe, expect, test } from 'vitest';
import { readFacts } from './readFacts.ts';

const SOURCES = [
  "vendor's page",
  "vendor's model",
  "vendor's example",
  'seen in the wild',
  'our reading',
];

describe.each(Object.entries(apis))('the facts about %s', (api, { createMock }) => {
  async function cited(): Promise<Set<string>> {
    const create = await createMock();
    return new Set(create().contract.clauses.flatMap((clause) => clause.source));
  }

  test('have ids of their own and a source', async () => {
    const facts = await readFacts(api);
    expect(facts.length).toBeGreaterThan(100);
    expect(new Set(facts.map((fact) => fact.id)).size).toBe(facts.length);
    expect(facts.filter((fact) => !SOURCES.includes(fact.source))).toEqual([]);
    expect(facts.filter((fact) => !fact.id.startsWith(`${api.toUpperCase()}-`))).toEqual([]);
  });

  test('are each cited by a clause, or say why no check can be made of them', async () => {
    const facts = await readFacts(api);
    const citations = await cited();
    expect(
      facts.filter((fact) => fact.testable && !citations.has(fact.id)).map((fact) => fact.id),
    ).toEqual([]);
  });

  test('are the only rows that clauses cite', async () => {
    const ids = new Set((await readFacts(api)).map((fact) => fact.id));
    expect([...(await cited())].filter((id) => !ids.has(id))).toEqual([]);
  });
});
