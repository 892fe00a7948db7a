import { expect, test } from 'vitest';
import { apis } from '../testing/generated/apis.ts';
import { judgeTraffic } from './judgeTraffic.ts';
import type { TrafficExchange } from './trafficExchange.ts';
import type { TrafficJudge } from './trafficJudge.ts';
import { trafficReportText } from './trafficReport.ts';

const secret = 'q"7\\r/é+&=Zk';
const json = { 'content-type': 'application/json' };
const providers = 'https://pvwa.example.com/PasswordVault/api/Configuration/OIDC/Providers';
const provider = {
  id: 'corp',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'Basic',
  userNameClaim: 'preferred_username',
};

function exchange(
  start: number,
  [method, url]: readonly [string, string],
  sent: unknown,
  [status, answered, headers = {}]: readonly [number, unknown, Record<string, string>?],
): TrafficExchange {
  return {
    start,
    end: start + 1,
    method,
    url,
    headers: { authorization: 'a-token-of-a-session', ...json },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
    response: { status, headers: { ...json, ...headers }, body: JSON.stringify(answered) },
  };
}

const conflict = { ErrorCode: 'PASWS1', ErrorMessage: 'no' };

/** A create with that secret that is refused. */
function refused(
  clientSecret: string,
  ErrorMessage: string,
  headers: Record<string, string> = {},
): TrafficExchange {
  const sent = { ...provider, clientSecret };
  return exchange(1, ['POST', providers], sent, [409, { ...conflict, ErrorMessage }, headers]);
}

async function judged(api: 'pvwa' | 'wickr', ...traffic: TrafficExchange[]): Promise<TrafficJudge> {
  return judgeTraffic((await apis[api].createMock())().contract, traffic);
}

const leak = ['pvwa.provider.noOtherSecrets'];

test('a secret is found in an error and in a header, however it is written there', async () => {
  const base64 = Buffer.from(`user:${secret}`).toString('base64');
  const inUrl = encodeURIComponent(secret);
  const cases = [
    refused(secret, `${secret} is wrong`),
    refused(secret, `sent ${base64}`),
    refused(secret, `see https://pvwa.example.com/?q=${inUrl}`),
    refused(secret, 'no', { location: `/x?q=${inUrl}` }),
  ];
  for (const one of cases) {
    const judge = await judged('pvwa', one);
    expect([...judge.broken.keys()]).toEqual(leak);
    for (const written of [secret, JSON.stringify(secret).slice(1, -1), base64, inUrl])
      expect(trafficReportText(judge)).not.toContain(written);
  }
});

test('a secret is found in a success outside of its own property, and after a log-on', async () => {
  const shown = { ...provider, clientId: `pvwa ${secret}` };
  const other = judged(
    'pvwa',
    refused(secret, 'no'),
    exchange(3, ['GET', `${providers}/other`], undefined, [200, { ...shown, id: 'other' }]),
  );
  expect([...(await other).broken.keys()]).toEqual(leak);
  const logon = 'https://pvwa.example.com/PasswordVault/api/Auth/CyberArk/Logon';
  const password = { username: 'anna', password: secret };
  const wrong = { ...conflict, ErrorMessage: `${secret} is not the password of anna` };
  const signIn = await judged('pvwa', exchange(1, ['POST', logon], password, [403, wrong]));
  expect([...signIn.broken.keys()]).toEqual(leak);
});

test('a secret that is a word, or that was also sent openly, accuses nobody', async () => {
  const words = [
    refused('secret', 'The client secret is wrong.'),
    refused('ClientSecret', 'ClientSecret is wrong.'),
    refused('20261127', 'at 20261127'),
  ];
  for (const one of words) expect((await judged('pvwa', one)).findings).toEqual([]);
  // The same text is client id and secret.
  const same = { ...provider, clientId: 'keycloak-client-7' };
  const judge = await judged(
    'pvwa',
    exchange(1, ['POST', providers], { ...same, clientSecret: 'keycloak-client-7' }, [201, same]),
    exchange(3, ['GET', `${providers}/corp`], undefined, [200, same]),
    exchange(5, ['POST', providers], { ...same, clientSecret: 'keycloak-client-7' }, [
      409,
      { ...conflict, ErrorMessage: 'keycloak-client-7 is taken' },
    ]),
  );
  expect(judge.findings).toEqual([]);
  expect(judge.judged).toBe(3);
});

test('a secret of a query is in no finding', async () => {
  const url = 'https://admin.wickr.us-east-1.amazonaws.com/networks/12345678/oidc';
  const info = { companyId: 'us-east-1-x', issuer: 'https://idp.example.com', scopes: 'openid' };
  const judge = await judged(
    'wickr',
    exchange(1, ['POST', `${url}/save`], info, [200, info]),
    exchange(3, ['GET', `${url}?code=the-code-of-a-user&grantType=x`], undefined, [
      200,
      { openidConnectInfo: { ...info, companyId: 'the-code-of-a-user' } },
    ]),
  );
  expect(judge.findings.length).toBeGreaterThan(0);
  expect(JSON.stringify(judge.findings)).not.toContain('the-code-of-a-user');
  expect(trafficReportText(judge)).not.toContain('the-code-of-a-user');
});
