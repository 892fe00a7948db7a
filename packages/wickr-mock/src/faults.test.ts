import { expect, test } from 'vitest';
import { createWickrMock } from './createWickrMock.ts';
import { wickrFaults as faults } from './faults/wickrFaults.ts';
import { sign } from './fixtures/sign.ts';

const { contract, faults: list } = createWickrMock({ faults });
const names = list.list().map(({ name }) => name);
/** Faults that never answer; each request waits for its own end. */
const silent = new Set(['no-answer', 'no-answer-to-malformed-json', 'latency']);
const config = { companyId: 'us-east-1-a', issuer: 'https://login.example.com', scopes: 'openid' };

test('every fault says what it does and what it breaks', () => {
  const clauses = new Set(contract.clauses.flatMap(({ id, kind }) => [id, kind]));
  expect(new Set(names).size).toBe(names.length);
  for (const { description, breaks } of list.list()) {
    expect(description).toMatch(/\.$/);
    expect(breaks.filter((broken) => !clauses.has(broken))).toEqual([]);
  }
});

test('no fault is a mistake of the mock', { timeout: 120_000 }, async () => {
  const mistakes: object[] = [];
  let name = '';
  const mock = createWickrMock({ faults, onError: (error) => mistakes.push({ name, error }) });
  const send = async (method: string, path: string, body?: string): Promise<void> => {
    const url = `http://mock/networks/12345678/oidc${path}`;
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const signed = sign({ method, url, headers, ...(body === undefined ? {} : { body }) });
    // A dropped connection is what some faults are for.
    await mock.fetch(url, { method, headers: signed, body: body ?? null }).catch(() => {});
  };
  const save = (more: object): Promise<void> =>
    send('POST', '/save', JSON.stringify({ ...config, ...more }));
  const issuer = JSON.stringify({ issuer: 'https://login.example.com', scopes: 'openid' });
  for (name of names.filter((known) => !silent.has(known))) {
    mock.reset();
    mock.faults.on(name);
    await send('GET', '');
    await save({ secret: 's', extraAuthParams: 'a', ssoTokenBufferMinutes: 5 });
    await save({ ssoTokenBufferMinutes: '5' });
    await save({ companyId: '', customUsername: null });
    await save({});
    await send('POST', '/save', '{');
    await send('POST', '/test', issuer);
    await send('GET', '?code=c&grantType=g');
    await send('PUT', '');
  }
  expect(mistakes).toEqual([]);
});
