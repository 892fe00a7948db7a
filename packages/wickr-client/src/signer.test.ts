import { expect, test } from 'vitest';
import published from './fixtures/signatureVectors.json' with { type: 'json' };
import { signRequest } from './signer.ts';

const { accessKeyId, secretAccessKey, region, service, vectors } = published;
const date = new Date(published.date);

/** In lower case, a repeated header's values joined. */
function foldHeaders(pairs: readonly (readonly string[])[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name = '', value = ''] of pairs) {
    const key = name.toLowerCase();
    // Each value is trimmed before they are joined.
    headers[key] = key in headers ? `${headers[key]},${value.trim()}` : value.trim();
  }
  return headers;
}

test.each(vectors)('signs as published: $name', async (vector) => {
  const headers = foldHeaders(vector.headers);
  const sessionToken = vector.sessionToken;
  const signed = await signRequest(
    {
      method: vector.method,
      url: `https://${headers['host']}${vector.target}`,
      headers,
      body: vector.body,
    },
    {
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
      region,
      service,
      date,
    },
  );
  expect(signed['authorization']).toBe(vector.authorization);
});

test('all published vectors are there', () => {
  expect(vectors).toHaveLength(34);
});

test('a new day, other keys and another region each give another signature', async () => {
  const request = { method: 'GET', url: 'https://example.com/', headers: {} };
  const scope = { credentials: { accessKeyId, secretAccessKey }, region, service, date };
  const signatures = await Promise.all(
    [
      scope,
      { ...scope, date: new Date(date.getTime() + 86_400_000) },
      { ...scope, credentials: { accessKeyId, secretAccessKey: 'another' } },
      { ...scope, region: 'eu-west-1' },
      scope,
    ].map(async (one) => (await signRequest(request, one))['authorization']),
  );
  expect(new Set(signatures).size).toBe(4);
  expect(signatures[4]).toBe(signatures[0]);
});

test('the default port is no part of the signed host, another one is', async () => {
  const scope = { credentials: { accessKeyId, secretAccessKey }, region, service, date };
  const signatureAt = async (url: string) =>
    (await signRequest({ method: 'GET', url, headers: {} }, scope))['authorization'];
  expect(await signatureAt('https://example.com:443/a')).toBe(
    await signatureAt('https://example.com/a'),
  );
  expect(await signatureAt('http://example.com:80/a')).toBe(
    await signatureAt('https://example.com/a'),
  );
  expect(await signatureAt('https://example.com:8443/a')).not.toBe(
    await signatureAt('https://example.com/a'),
  );
});
