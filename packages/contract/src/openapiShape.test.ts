import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { extensionSchemas } from './extensionSchemas.ts';
import { openapiShape } from './openapiShape.ts';

test.each(Object.entries({ ...openapiShape, ...extensionSchemas.$defs, extensionSchemas }))(
  'what documents are held against at the place %s is a right schema',
  (_place, schema) => {
    const ajv = new Ajv2020({ formats: { regex: true } });
    void ajv.validateSchema(schema);
    expect(ajv.errors ?? []).toEqual([]);
  },
);
