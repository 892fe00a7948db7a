import { createWickrMock } from '@oidc-admin/wickr-mock';
import { expect, test } from 'vitest';
import { access } from './testing.ts';

const url = 'https://admin.wickr.us-east-1.amazonaws.com';
const requests = [
  { method: 'GET', url: `${url}/networks/12345678/oidc?clientId=a%20b`, headers: {} },
  {
    method: 'POST',
    url: `${url}/networks/12345678/oidc/save`,
    headers: { 'Content-Type': 'application/json' },
    body: '{"companyId":"us-east-1-a","issuer":"https://idp.example","scopes":"openid"}',
  },
];

const mock = createWickrMock();
const target = { url, fetch: mock.fetch };
const { principals } = access.principals(mock.demo.environment);
const [principal] = principals;
if (principal === undefined) throw new Error('The demo has keys');
const opened = await access.open(target, principal);

async function statusOf(made: { url: string; [name: string]: unknown }): Promise<number> {
  const { url: madeUrl, ...init } = made;
  return (await mock.fetch(madeUrl, init)).status;
}

test('the right way to sign', async () => {
  const [read, save] = requests;
  if (read === undefined || save === undefined) throw new Error('There are two requests');
  expect(await statusOf({ ...(await opened.authorize(save)) })).toBe(200);
  expect(await statusOf({ ...(await opened.authorize(read)) })).toBe(200);
});

test('every wrong way that the specification names is there', () => {
  expect(Object.keys(access.wrong).toSorted()).toEqual(
    Object.keys(mock.contract.security['sigv4']?.wrong ?? {}).toSorted(),
  );
});

test.each(
  Object.keys(access.wrong).flatMap((way) => requests.map((request) => [way, request] as const)),
)('%s is refused: %o', async (way, request) => {
  const made = await access.wrong[way]?.(request, { target, principal, opened, scheme: 'sigv4' });
  expect([401, 403]).toContain(await statusOf({ ...request, ...made }));
});

test('networks, region and missing variables', () => {
  expect(access.parents({ WICKR_NETWORK_ID: '1', WICKR_OTHER_NETWORK_ID: '2' })).toEqual({
    networkId: ['1', '2'],
  });
  expect(access.parents({ WICKR_NETWORK_ID: '1' })).toEqual({ networkId: ['1'] });
  expect(access.parents({ WICKR_OTHER_NETWORK_ID: '2' })).toEqual({ networkId: [] });
  expect(access.settings({ AWS_REGION: 'eu-west-1' })).toEqual({ region: 'eu-west-1' });
  expect(access.principals({}).missing.map(({ variable }) => variable)).toEqual([
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'WICKR_NETWORK_ID',
    'WICKR_OTHER_NETWORK_ID',
    'WICKR_OTHER_ACCESS_KEY_ID',
    'WICKR_OTHER_SECRET_ACCESS_KEY',
  ]);
});
