import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const text = { type: 'string' };

/** The key of a thing with these properties, which a path calls so. */
function keyOf(parameter: string, properties: object, schema: object = text): unknown {
  const thing = { $ref: '#/components/schemas/Thing' };
  const content = (one: object): object => ({ content: { 'application/json': { schema: one } } });
  const shown = { 200: { description: 'It.', ...content(thing) } };
  const given = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things': { post: { requestBody: content(thing), responses: shown } },
      [`/things/{${parameter}}`]: {
        parameters: [{ name: parameter, in: 'path', required: true, schema }],
        get: { responses: shown },
      },
    },
    components: { schemas: { Thing: { type: 'object', properties } } },
  };
  const { inferred, problems } = describeApi(
    JSON.parse(JSON.stringify(given)) as ForeignObject,
    'things',
  );
  expect(problems).toEqual([]);
  return inferred.resources[0]?.key?.property;
}

const number = { type: 'integer', readOnly: true };
const orNull = { type: ['string', 'null'] };

test.each([
  ['is a number in the body', 'id', { id: number, name: text }, 'id'],
  ['is spelled otherwise there', 'id', { ID: number, name: text }, 'ID'],
  ['may be null there', 'label', { id: text, Label: orNull }, 'Label'],
  ['has the name of its thing before it', 'thingLabel', { id: text, label: orNull }, 'label'],
])('what is called like the parameter and %s is the key', (_, parameter, properties, key) => {
  expect(keyOf(parameter, properties)).toBe(key);
});

test('a path may have several types, of which one is that of the body', () => {
  const several = { type: ['integer', 'string'] };
  expect(keyOf('thingLabel', { id: text, label: text }, several)).toBe('label');
});
