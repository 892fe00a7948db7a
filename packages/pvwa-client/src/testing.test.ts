import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { expect, test } from 'vitest';
import { access } from './testing.ts';

const url = 'https://pvwa.example/PasswordVault';
const request = {
  method: 'GET',
  url: `${url}/api/Configuration/OIDC/Providers`,
  headers: { accept: 'application/json' },
};

async function prepared(sessionTimeoutSeconds?: number) {
  const mock = createPvwaMock(sessionTimeoutSeconds === undefined ? {} : { sessionTimeoutSeconds });
  const target = { url, fetch: mock.fetch };
  const [principal, auditor] = access.principals(mock.demo.environment).principals;
  if (principal === undefined || auditor === undefined) throw new Error('The demo has two users');
  const opened = await access.open(target, principal);
  return { mock, target, principal, auditor, opened };
}

test('the right way to sign in', async () => {
  const { mock, target, auditor, opened } = await prepared();
  const send = async ({ authorize }: typeof opened) => {
    const { url: signedUrl, ...init } = await authorize(request);
    return (await mock.fetch(signedUrl, init)).status;
  };
  expect(await send(opened)).toBe(200);
  expect(await send(await access.open(target, auditor))).toBe(403);
  await opened.close();
  expect(await send(opened)).toBe(401);
});

test('where there is no log-on, it is guessed that the address is not that of a PVWA', async () => {
  const fetch = () =>
    Promise.resolve(
      new Response('<html>Not here</html>', {
        status: 404,
        headers: { 'content-type': 'text/html' },
      }),
    );
  const { principal } = await prepared();
  await expect(access.open({ url, fetch }, principal)).rejects.toThrow(
    `(a guess: ${url} is not the address of a PVWA)`,
  );
});

test('every wrong way that the specification names is there', () => {
  expect(Object.keys(access.wrong).toSorted()).toEqual(
    Object.keys(createPvwaMock().contract.security['session']?.wrong ?? {}).toSorted(),
  );
});

test.each(Object.keys(access.wrong))(
  '%s is refused, and leaves the open session alone',
  async (way) => {
    const { mock, target, principal, opened } = await prepared(way === 'expired' ? 1 : undefined);
    const made = await access.wrong[way]?.(request, {
      target,
      principal,
      opened,
      scheme: 'session',
    });
    if (made === undefined) throw new Error('There is such a way');
    const { url: wrongUrl, ...init } = made;
    expect((await mock.fetch(wrongUrl, init)).status).toBe(401);
    const { url: rightUrl, ...right } = await opened.authorize(request);
    // All sessions of a server live equally long.
    expect((await mock.fetch(rightUrl, right)).status).toBe(way === 'expired' ? 401 : 200);
  },
);

test('missing variables are named, with what they leave out', () => {
  expect(access.principals({ PVWA_USERNAME: 'admin' })).toMatchObject({
    principals: [],
    missing: [
      { variable: 'PVWA_PASSWORD', optional: false },
      { variable: 'PVWA_AUDITOR_USERNAME', optional: true },
      { variable: 'PVWA_AUDITOR_PASSWORD', optional: true },
    ],
  });
});
