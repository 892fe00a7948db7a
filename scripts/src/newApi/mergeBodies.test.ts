import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const responses = {
  200: {
    description: 'The lamp.',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Lamp' } } },
  },
};
const change = {
  type: 'object',
  properties: { op: { type: 'string' }, path: { type: 'string' }, value: {} },
};
const lists = {
  type: 'object',
  properties: { labels: { type: 'array', items: { type: 'string' } } },
};

/** An API of one lamp, whose PATCH has this body. */
function lampWith(mediaType: string, schema: object): ForeignObject {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Lamp', version: '1' },
    paths: {
      '/lamp': {
        get: { operationId: 'readLamp', responses },
        patch: {
          operationId: 'changeLamp',
          requestBody: { required: true, content: { [mediaType]: { schema } } },
          responses,
        },
      },
    },
    components: { schemas: { Lamp: lists, Change: change } },
  };
  return JSON.parse(JSON.stringify(document)) as ForeignObject;
}

function saidOf(mediaType: string, schema: object): string {
  const { remarks } = describeApi(lampWith(mediaType, schema), 'lamp');
  return remarks.all.map(({ text }) => text).join('\n');
}

test('a PATCH that names properties is taken for one that merges', () => {
  expect(saidOf('application/json', { $ref: '#/components/schemas/Lamp' })).toContain(
    'PATCH /lamp changes what its body names',
  );
});

test.each([
  ['a list', { type: 'array', items: { $ref: '#/components/schemas/Change' } }],
  [
    'an object with a list, and with something that a read shows',
    {
      allOf: [
        { $ref: '#/components/schemas/Lamp' },
        {
          type: 'object',
          properties: {
            Operations: { type: 'array', items: { $ref: '#/components/schemas/Change' } },
          },
        },
      ],
    },
  ],
])('a PATCH whose body is %s of changes is left out', (_, schema) => {
  expect(saidOf('application/json', schema)).toContain(
    'PATCH /lamp has a list of changes (op, path, value) as its body',
  );
});

test('a media type that says nothing of changes is merged, and another patch is left out', () => {
  const lamp = { $ref: '#/components/schemas/Lamp' };
  expect(saidOf('application/vnd.lamp+json', lamp)).toContain('changes what its body names');
  expect(saidOf('application/strategic-merge-patch+json', lamp)).toContain(
    'is merged by rules of its own, if at all',
  );
});
