import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';

/** An API of notes whose PUT requires `If-Match`, and whose read shows these headers. */
function notesWith(headers: object): object {
  const note = {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' }, text: { type: 'string' } },
  };
  const content = { 'application/json': { schema: note } };
  const one = (description: string): object => ({ description, content });
  return {
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/notes': {
        post: {
          operationId: 'addNote',
          requestBody: { required: true, content },
          responses: { 201: one('Created.') },
        },
      },
      '/notes/{name}': {
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        get: {
          operationId: 'getNote',
          parameters: [{ name: 'If-None-Match', in: 'header', schema: { type: 'string' } }],
          responses: { 200: { ...one('It.'), headers }, 304: { description: 'As it was.' } },
        },
        put: {
          operationId: 'putNote',
          parameters: [
            { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } },
          ],
          requestBody: { required: true, content },
          responses: {
            200: one('Changed.'),
            412: { description: 'Another state.' },
            428: { description: 'No state.' },
          },
        },
      },
    },
  };
}

test('where a read shows the ETag, a required If-Match is taken, with the statuses that are made for it', () => {
  const { document, problems } = describeApi(
    notesWith({ ETag: { schema: { type: 'string' } } }) as never,
    'notes',
  );
  expect(problems).toEqual([]);
  const clauses = contractOf(document).clauses.filter(
    ({ kind, element = '' }) => kind !== 'header' && /^(?:If-(?:None-)?Match|ETag)$/.test(element),
  );
  expect(clauses.map(({ text }) => text)).toEqual([
    'getNote: a request whose If-None-Match is the ETag of what is there, or *, is answered with 304.',
    'getNote: the ETag of the 200 is a valid entity tag, and another one after each change that it shows.',
    'getNote: the ETag of the 200 should stay the same while what it shows does.',
    'putNote: a request whose If-Match is the ETag of another state than that of what is there is answered with 412.',
    'putNote: a request without header parameter If-Match is answered with 428.',
    'putNote: a request whose If-Match is the ETag of what is there, or *, is accepted.',
  ]);
});

test('where no read shows one, nobody could send it: what needs it is left out, with a question', () => {
  const { document, remarks } = describeApi(notesWith({}) as never, 'notes');
  expect(remarks.all.map(({ kind, text }) => `${kind}: ${text}`).join('\n')).toMatch(
    /question: .*If-Match is required, and no read of what putNote changes documents an ETag/,
  );
  expect(JSON.stringify(document)).not.toContain('putNote');
});
