import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const content = {
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: { name: { type: 'string' }, colour: { type: 'string' } },
      },
    },
  },
};
const shown = {
  responses: { 200: { description: 'It.', ...content }, 404: { description: 'No.' } },
};
const sent = { requestBody: { required: true, ...content }, ...shown };
const gone = { responses: { 204: { description: 'Gone.' }, 404: { description: 'No.' } } };
const parameters = [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }];

/** The rules between requests that a document of these paths gets, without the names of its resources. */
function rulesIn(paths: object): readonly string[] {
  const given: unknown = { openapi: '3.1.0', info: { title: 'Lamps', version: '1' }, paths };
  const { document, problems } = describeApi(
    JSON.parse(JSON.stringify(given)) as ForeignObject,
    'lamps',
  );
  expect(problems).toEqual([]);
  return contractOf(document).resources.flatMap(({ rules }) => Object.keys(rules));
}

test('of settings that are always there, nothing is promised that no run can see', () => {
  const rules = rulesIn({ '/settings': { get: shown, patch: sent } });
  expect(rules).toContain('merged');
  expect(rules).not.toContain('neverCreated');
  expect(rulesIn({ '/settings': { get: shown, put: sent, delete: gone } })).toContain('deleted');
  expect(rulesIn({ '/settings': { get: shown, patch: sent, delete: gone } })).not.toContain(
    'deleted',
  );
});

test('of what no run can make, none deletes one', () => {
  const one = { parameters, get: shown, patch: sent, delete: gone };
  expect(rulesIn({ '/lamps/{name}': one })).not.toContain('deleted');
  const made = { post: { ...sent, responses: { 201: { description: 'Made.', ...content } } } };
  const rules = rulesIn({ '/lamps': made, '/lamps/{name}': one });
  expect(rules).toContain('deleted');
  expect(rules).toContain('neverCreated');
});
