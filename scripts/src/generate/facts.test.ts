import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strictContract } from '@oidc-admin/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFactRows } from './readFactRows.ts';
import { apisOf, readSpecifications, type Specification } from './specification.ts';

const root = join(import.meta.dirname, '../../..');
const apis = apisOf(root);

function rowsOf(api: string): ReturnType<typeof readFactRows> {
  const file = `specs/${api}/FACTS.md`;
  return readFactRows(file, readFileSync(join(root, file), 'utf8'));
}

describe.each(apis)('the facts about %s', (api) => {
  const { rows, mistakes } = rowsOf(api);
  let specification: Specification;
  beforeAll(async () => {
    [specification] = (await readSpecifications(root, [api])) as [Specification];
  });

  function cited(): Set<string> {
    return new Set(specification.contract.clauses.flatMap(({ source }) => source));
  }

  test('have ids of their own, and each an authority and a source that agree', () => {
    expect(mistakes).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ id }) => !id.startsWith(`${api.toUpperCase()}-`))).toEqual([]);
    const sources = {
      documented:
        /^(?:the document|vendor's (?:page|model|example)|(?:(?:; )?RFC \d+(?:(?:, | and )[\d.]+)+)+|JSON Schema, \w+|Signature Version 4|restJson1)$/,
      observed: /^(?:seen in the wild|AWS's generator of servers)$/,
      reading: /^our reading$/,
    };
    expect(rows.filter(({ authority, source }) => !sources[authority].test(source))).toEqual([]);
  });

  test('are each cited by a clause, or say why no check can be made of them', () => {
    const citations = cited();
    const missing = rows.filter(({ id, testable }) => testable && !citations.has(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  test('are the only rows that clauses cite', () => {
    const ids = new Set(rows.map(({ id }) => id));
    expect([...cited()].filter((id) => !ids.has(id))).toEqual([]);
  });

  test('make no MUST of what is not documented', () => {
    const documented = new Set(
      rows.filter(({ authority }) => authority === 'documented').map(({ id }) => id),
    );
    const { clauses } = specification.contract;
    const must = clauses.filter(({ binding }) => binding === 'MUST');
    expect(must.length).toBeGreaterThan(0);
    const onOurWord = must.filter(
      ({ source, outcome }) =>
        !source.some((id) => documented.has(id)) ||
        (outcome !== undefined &&
          outcome.source.length > 0 &&
          !outcome.source.some((id) => documented.has(id))),
    );
    expect(onOurWord.map(({ id }) => id)).toEqual([]);
    const strict = strictContract(specification.contract).clauses;
    expect(strict.filter(({ binding }) => binding !== 'MUST')).toEqual([]);
    expect(strict.map(({ authority }) => authority)).toEqual(
      clauses.map(({ authority }) => authority),
    );
  });
});

test('a row with a wrong word is refused with its file and line', () => {
  const text =
    '| id | what | authority | source | testable |\n| --- | --- | --- | --- | --- |\n| A-B | So. | guessed | us | yes |\n';
  expect(readFactRows('specs/a/FACTS.md', text)).toMatchObject({
    rows: [],
    mistakes: [
      {
        file: 'specs/a/FACTS.md',
        line: 3,
        column: 1,
        reason: "the authority of A-B is 'guessed', want one of documented, observed, reading",
      },
    ],
  });
});

test('a row that lacks a column is refused with its file and line', () => {
  const { mistakes } = readFactRows('F', '\n| A-B | So. | reading | yes |\n');
  expect(mistakes).toEqual([
    { file: 'F', line: 2, column: 1, reason: expect.stringContaining('want "| ID') },
  ]);
});
