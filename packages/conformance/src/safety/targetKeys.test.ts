import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Environment } from '../runner/runParameters.ts';
import type { ApiName } from '../testing/checkAll.ts';
import { testRun } from '../testing/testRun.ts';
import { lockTarget } from './lockTarget.ts';
import { targetKeys } from './targetKeys.ts';

async function keysOf(api: ApiName, url: string, environment: Environment = {}) {
  return targetKeys(await testRun(api, url, {}, environment));
}

test('every spelling of a URL is one target, if they mean the same to the API', async () => {
  const host = `${randomUUID()}.example.com`;
  const spellings = [
    'https://HOST/PasswordVault',
    'https://HOST:443/passwordvault/',
    'https://HOST',
  ];
  const keys = await Promise.all(
    spellings.map((url) => keysOf('pvwa', url.replace('HOST', host.toUpperCase()))),
  );
  expect(new Set(keys.map((one) => one.join())).size).toBe(1);
  const strict = await Promise.all(
    ['/A', '/a'].map((path) => keysOf('wickr', `https://${host}${path}`)),
  );
  expect(new Set(strict.map((one) => one.join())).size).toBe(2);
});

test('two names of a service exclude each other at one network, and at others do not', async () => {
  const network = { WICKR_NETWORK_ID: randomUUID() };
  const both = { ...network, WICKR_OTHER_NETWORK_ID: randomUUID() };
  const plain = lockTarget('plain', await keysOf('wickr', 'https://admin.wickr.example.com', both));
  expect(plain.taken).toBe(true);
  const fips = await keysOf('wickr', 'https://admin.wickr-fips.example.com', network);
  expect(lockTarget('fips', fips)).toMatchObject({ taken: false });
  const other = { WICKR_NETWORK_ID: randomUUID() };
  const waits = lockTarget(
    'fips',
    await keysOf('wickr', 'https://admin.wickr-fips.example.com', other),
  );
  expect(waits.taken).toBe(true);
  if (waits.taken) waits.release();
  if (plain.taken) plain.release();
  const later = lockTarget('fips', fips);
  expect(later.taken).toBe(true);
  if (later.taken) later.release();
});

test('servers at local addresses may be checked at once, though their networks have one id', async () => {
  const network = { WICKR_NETWORK_ID: randomUUID() };
  const [first, second] = await Promise.all(
    ['http://127.0.0.1:1', 'http://127.0.0.1:2'].map((url) => keysOf('wickr', url, network)),
  );
  expect(first).not.toEqual(second);
  expect(first).toHaveLength(1);
});
