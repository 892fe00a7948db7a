import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { mistakeInJwkSet } from './jwkSet.ts';

function setOf(...keys: readonly unknown[]): string {
  return JSON.stringify({ keys });
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });

test('public keys are right', () => {
  const keys = [rsa, curve].map(({ publicKey }) => publicKey.export({ format: 'jwk' }));
  expect(mistakeInJwkSet(setOf(...keys))).toBeUndefined();
});

test.each([
  ['RSA', rsa.privateKey.export({ format: 'jwk' }), 'd, p, q, dp, dq, qi'],
  ['a curve', curve.privateKey.export({ format: 'jwk' }), 'd'],
  ['a shared secret', { kty: 'oct', k: 'c2VjcmV0' }, 'k'],
])('a private key of %s is named by its members, not their values', (_, key, names) => {
  const mistake = mistakeInJwkSet(setOf(curve.publicKey.export({ format: 'jwk' }), key));
  expect(mistake).toMatch(/^key 2 in 'keys' holds the private members? /);
  for (const name of names.split(', ')) {
    expect(mistake).toMatch(new RegExp(`\\b${name}\\b`));
    expect(mistake).not.toContain(Reflect.get(key, name));
  }
});

test.each([
  ['{"keys": hunter2', 'is not valid JSON'],
  ['[]', 'is no JSON object'],
  ['{"kty":"RSA"}', "has no list 'keys'"],
  ['{"keys":[]}', "has no key in 'keys'"],
  ['{"keys":[1]}', "key 1 in 'keys' is no JSON object"],
  ['{"keys":[{}]}', "key 1 in 'keys' has no 'kty', which names its type"],
])('%s: %s', (text, mistake) => expect(mistakeInJwkSet(text)).toBe(mistake));
