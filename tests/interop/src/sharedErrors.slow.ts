import {
  checkAll,
  startProxy,
  type Changed,
  type Check,
  type Passing,
} from '@oidc-admin/conformance/testing';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { expect, test } from 'vitest';

function error(status: number, name: string): Partial<Changed> {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
    body: Buffer.from(JSON.stringify({ message: 'No.' })),
  };
}

const empty = { openidConnectInfo: { companyId: '', issuer: '', scopes: '' } };

/** What a server of the vendor may answer in place of our mock. */
const rights: Readonly<Record<string, (passing: Passing) => Partial<Changed> | undefined>> = {
  'names of the protocol': ({ status, body }) => {
    const isRead = /\bmust be (?:string|integer|object)|JSON/.test(body.toString());
    return isRead && (status === 400 || status === 422)
      ? error(400, 'SerializationException')
      : undefined;
  },
  'errors about the caller with 400': (passing) =>
    passing.status === 401 ? error(400, 'IncompleteSignature') : undefined,
  'errors about the caller with 403': (passing) =>
    passing.status === 401 ? error(403, 'AccessDeniedException') : undefined,
  'ValidationException for what the rules of the service refuse': (passing) =>
    passing.status === 400 || passing.status === 422
      ? error(400, 'ValidationException')
      : undefined,
  'empty texts before the first save': (passing) =>
    passing.method === 'GET' && passing.body.includes('no OIDC configuration')
      ? {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: Buffer.from(JSON.stringify(empty)),
        }
      : undefined,
};

test.each(Object.entries(rights))(
  'no server is accused of %s',
  async (_, change) => {
    await using running = await createWickrMock().start();
    let changed = 0;
    await using proxy = await startProxy(running.url, (passing) => {
      const answer = change(passing);
      if (answer !== undefined) changed += 1;
      return answer;
    });
    const { broken } = await checkAll('wickr', proxy.url);
    expect(changed).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  },
  30_000,
);

test('a server that is throttled with 400, or not there with 503, is waited for', async () => {
  await using running = await createWickrMock().start();
  let count = 0;
  await using proxy = await startProxy(running.url, () => {
    count += 1;
    if (count === 5) return error(400, 'ThrottlingException');
    return count === 8 ? error(503, 'ServiceUnavailable') : undefined;
  });
  const some = ({ clauses: [id = ''] }: Check): boolean => id.startsWith('wickr.oidcConfig.kept');
  const { broken, requests } = await checkAll('wickr', proxy.url, { wanted: some });
  expect(broken).toEqual([]);
  expect(requests).toBeGreaterThan(8);
}, 20_000);

test.each([
  ['a name that no page knows', 'TypeException'],
  ['one of the seven with the status of another', 'ValidationError'],
])(
  '%s is a finding',
  async (_, name) => {
    await using running = await createWickrMock().start();
    await using proxy = await startProxy(running.url, (passing) =>
      passing.status === 422 ? error(400, name) : undefined,
    );
    const { broken } = await checkAll('wickr', proxy.url);
    expect(broken).toContain('wickr.registerOidcConfig.errorPair');
  },
  30_000,
);
