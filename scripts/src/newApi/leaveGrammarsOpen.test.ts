import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const text = { type: 'string' };

/** An API of one question with these parameters. */
function askedWith(parameters: Readonly<Record<string, object>>): ForeignObject {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Questions', version: '1' },
    paths: {
      '/answer': {
        get: {
          operationId: 'ask',
          parameters: Object.entries(parameters).map(([name, schema]) => ({
            name,
            in: 'query',
            schema,
          })),
          responses: { 200: { description: 'So it is.' } },
        },
      },
    },
  };
  return JSON.parse(JSON.stringify(document)) as ForeignObject;
}

test('no check sends what a filter, an order or names of properties may be, and a guess says so', () => {
  const { document, remarks, problems } = describeApi(
    askedWith({
      $filter: text,
      sort_by: { ...text, default: 'name' },
      q: text,
      order: { ...text, enum: ['up', 'down'] },
      fields: { ...text, pattern: '^[a-z]+$' },
    }),
    'questions',
  );
  expect(problems).toEqual([]);
  const [ask] = contractOf(document).operations;
  const left = ask?.parameters.filter(({ untested }) => untested?.includes('value'));
  expect(left?.map(({ name }) => name)).toEqual(['$filter', 'sort_by']);
  expect(remarks.all.map(({ text: said }) => said).join('\n')).toMatch(
    /which values \$filter takes.*\n.*which values sort_by takes/,
  );
});

test('an operation of which every parameter is left open is not asked with all of them', () => {
  const kinds = (parameters: Readonly<Record<string, object>>): readonly string[] =>
    contractOf(describeApi(askedWith(parameters), 'questions').document).clauses.map(
      ({ kind }) => kind,
    );
  expect(kinds({ q: text })).toContain('full');
  expect(kinds({ filter: text })).not.toContain('full');
});
