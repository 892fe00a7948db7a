import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';

/** An API that asks for this schema, in whose document it is called so. */
function described(name: string, reference: string): ReturnType<typeof describeApi> {
  const schema = { $ref: reference };
  const responses = { 200: { description: 'It.', content: { 'application/json': { schema } } } };
  const given = {
    openapi: '3.1.0',
    info: { title: 'Ask', version: '1' },
    paths: {
      '/a': { get: { operationId: 'askA', responses } },
      '/b': { get: { operationId: 'askB', responses: { 200: { description: 'Done.' } } } },
    },
    components: {
      schemas: {
        [name]: { type: 'object', properties: { a: { type: 'object', minProperties: 1 } } },
      },
    },
  };
  return describeApi(given, 'ask');
}

test.each([
  ['an escape', 'Foo Bar', '#/components/schemas/Foo%20Bar'],
  ['a % that begins no escape', '100%', '#/components/schemas/100%'],
  ['a slash', 'a/b', '#/components/schemas/a~1b'],
])('a reference with %s leads to what it names', (_, name, reference) => {
  const { problems, remarks, document } = described(name, reference);
  expect(problems).toEqual([]);
  expect(Object.keys(document['paths'] as object)).toEqual(['/b']);
  const texts = remarks.all.map((one) => one.text).join('\n');
  expect(texts).toMatch(/minProperties is not supported.*left out of the copy \(GET \/a\)/);
});
