import { expect, test } from 'vitest';
import { schemaExample } from './schemaExample.ts';

test('an object has no optional text for whose pattern there is no example', () => {
  const code = { type: 'string', pattern: '^[A-Z]{3}$' };
  const properties = {
    code,
    shown: { ...code, examples: ['ABC'] },
    word: { type: 'string', pattern: '^[a-z]+$' },
  };
  expect(schemaExample({ type: 'object', properties })).toEqual({ shown: 'ABC', word: 'example' });
  expect(schemaExample({ type: 'object', properties, required: ['code'] })).toHaveProperty('code');
});
