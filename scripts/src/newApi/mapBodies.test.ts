import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { apiList } from '../generate/apiList.ts';
import type { Specification } from '../generate/specification.ts';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const word = { type: 'string' };
const labels = { type: 'object', additionalProperties: word };

function content(schema: object): object {
  return { content: { 'application/json': { schema } } };
}

function answers(schema: object): object {
  return { responses: { 200: { description: 'So it is.', ...content(schema) } } };
}

/** An API of labels, which one method writes by this body. */
function labelsWith(method: string, body: object): ForeignObject {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Labels', version: '1' },
    paths: {
      '/labels': {
        get: { operationId: 'readLabels', ...answers(labels) },
        [method]: {
          operationId: 'write',
          requestBody: { required: true, ...content(body) },
          ...answers(labels),
        },
      },
    },
  };
  return JSON.parse(JSON.stringify(document)) as ForeignObject;
}

test('a map that is read and saved is one thing, whose values are checked', () => {
  const { document, inferred, problems } = describeApi(labelsWith('put', labels), 'labels');
  expect(problems).toEqual([]);
  expect(inferred.resources.map(({ name }) => name)).toEqual(['labels']);
  const ids = contractOf(document).clauses.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['labels.write.*.type', 'labels.labels.kept', 'labels.labels.replaced']),
  );
});

test('what takes one value shows all of them and saves none', () => {
  const one = { type: 'object', required: ['text'], properties: { text: word } };
  const { inferred, remarks } = describeApi(labelsWith('post', one), 'labels');
  expect(inferred.resources).toEqual([]);
  expect(remarks.all.map(({ text }) => text).join('\n')).toContain(
    'what does POST /labels change?',
  );
});

test('no command line lists what sends a map', async () => {
  const contract = contractOf(describeApi(labelsWith('put', labels), 'labels').document);
  const specification = { api: 'labels', contract } as Specification;
  const list = await apiList('no folder', [specification], ['operations']);
  expect(list).toContain('readLabels');
  expect(list).not.toContain('write');
});
