import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

/** A code of a door, and a POST beside its read, with these words beside its responses. */
function door(more: object) {
  const content = {
    content: {
      'application/json': { schema: { type: 'object', properties: { code: { type: 'string' } } } },
    },
  };
  const shown = { responses: { 200: { description: 'It.', ...content } } };
  const requestBody = { required: true, ...content };
  const document: unknown = {
    openapi: '3.1.0',
    info: { title: 'Door', version: '1' },
    paths: {
      '/code': { get: shown, post: { ...shown, ...('body' in more ? { requestBody } : {}) } },
    },
  };
  const { inferred, remarks } = describeApi(document as ForeignObject, 'door');
  return {
    saved: inferred.resources.flatMap(({ actions }) => actions.map(({ does }) => does)),
    said: remarks.all.map((one) => one.text),
  };
}

test('a POST without a body saves nothing: it makes something anew', () => {
  const { saved, said } = door({});
  expect(saved).toEqual([]);
  expect(said).toContain(
    'what does POST /code change? It has no body that says it, so it is left out of the copy',
  );
});

test('a POST with a body beside a read saves', () => {
  expect(door({ body: true }).saved).toEqual(['read', 'save']);
});
