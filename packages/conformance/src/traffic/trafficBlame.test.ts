import { strictContract, type Contract } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { apis } from '../testing/generated/apis.ts';
import { judgeTraffic } from './judgeTraffic.ts';
import type { TrafficExchange } from './trafficExchange.ts';
import type { TrafficJudge } from './trafficJudge.ts';
import { trafficReportText } from './trafficReport.ts';

const json = { 'content-type': 'application/json' };
const providers = 'https://pvwa.example.com/PasswordVault/api/Configuration/OIDC/Providers';
const one = `${providers}/corp`;
const body = {
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'new',
  clientSecretMethod: 'Basic',
  userNameClaim: 'preferred_username',
};
const provider = { id: 'corp', ...body };

type Step = readonly [
  method: string,
  url: string,
  sent: unknown,
  status: number,
  answered: unknown,
];

/** Steps one after the other. */
async function judged(
  steps: readonly Step[],
  change = (contract: Contract): Contract => contract,
): Promise<TrafficJudge> {
  const { contract } = (await apis.pvwa.createMock())();
  const traffic = steps.map(([method, url, sent, status, answered], at): TrafficExchange => ({
    start: at * 10,
    end: at * 10 + 1,
    method,
    url,
    headers: { authorization: 'a-token-of-a-session', ...json },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
    response: {
      status,
      headers: answered === undefined ? {} : json,
      body: answered === undefined ? '' : JSON.stringify(answered),
    },
  }));
  return judgeTraffic(change(contract), traffic);
}

const put: Step = ['PUT', `${one}/`, body, 200, undefined];

function read(shown: object): Step {
  return ['GET', one, undefined, 200, { ...provider, ...shown }];
}

function list(shown: object): Step {
  return ['GET', providers, undefined, 200, { Providers: [{ ...provider, ...shown }] }];
}

test('a wrong value is one finding, and what it breaks beside stands under it', async () => {
  const wrong = await judged([put, read({ clientSecretMethod: 'Other' })]);
  expect([...wrong.broken.keys()]).toEqual(['pvwa.provider.kept']);
  expect(trafficReportText(wrong)).toContain(
    '  so also broken: pvwa.getProvider.200.clientSecretMethod.propertyValue\n',
  );
  expect(trafficReportText(wrong)).not.toContain('WARNED');
  const shown = await judged([put, read({ clientSecret: 'a-secret-of-another-day-7' })]);
  expect([...shown.broken.keys()]).toEqual(['pvwa.provider.neverReturned']);
});

test('a list that is wrong as a read is wrong is no second finding, whichever comes first', async () => {
  for (const steps of [
    [put, read({ clientId: 'old' }), list({ clientId: 'old' })],
    [put, read({}), list({ clientId: 'old' }), read({ clientId: 'old' })],
  ])
    expect(trafficReportText(await judged(steps))).toContain('VIOLATIONS: 1 clause failed');
  // Two mistakes are two findings.
  const two = await judged([put, read({ clientId: 'old' }), list({ clientId: 'other' })]);
  expect(trafficReportText(two)).toContain('VIOLATIONS: 2 clauses failed');
});

test('what was deleted and is still there is told as that', async () => {
  const remove: Step = ['DELETE', `${one}/`, undefined, 204, undefined];
  const judge = await judged([read({}), remove, read({}), list({})]);
  expect([...judge.broken.keys()]).toEqual(['pvwa.provider.deleted']);
});

test('a value that was refused and is shown is told as that, where that weighs as much', async () => {
  const refusal = { ErrorCode: 'PASWS167E', ErrorMessage: 'no' };
  const clientId = 'x'.repeat(101);
  const steps = [
    put,
    ['PUT', `${one}/`, { ...body, clientId }, 400, refusal],
    read({ clientId }),
  ] as const;
  // Kept is a MUST there, refusedUnchanged a SHOULD.
  expect([...(await judged(steps)).broken.keys()]).toEqual(['pvwa.provider.kept']);
  const strict = await judged(steps, strictContract);
  expect([...strict.broken.keys()]).toEqual(['pvwa.provider.refusedUnchanged']);
});

test('what is known to be there and is not found is a violation', async () => {
  const missing = { ErrorCode: 'PASWS041E', ErrorMessage: 'no' };
  const judge = await judged([put, read({}), ['GET', one, undefined, 404, missing]]);
  expect([...judge.broken.keys()]).toEqual(['pvwa.getProvider.200.status']);
  expect(trafficReportText(judge)).toContain('FAILED pvwa.getProvider.200.status');
});

test('a finding of its own is kept, however many consequences of its clause came before', async () => {
  const consequences = Array.from({ length: 12 }, () => list({ clientId: 'old' }));
  const judge = await judged([
    put,
    read({ clientId: 'old' }),
    ...consequences,
    list({ clientId: 'other' }),
  ]);
  const own = judge.findings.filter(({ because }) => because === undefined);
  expect(new Set(own.map(({ clause }) => clause))).toEqual(new Set(judge.broken.keys()));
  expect(trafficReportText(judge)).toContain('VIOLATIONS: 2 clauses failed');
});

test('what was written anew is explained by nothing that was read before', async () => {
  const remove: Step = ['DELETE', `${one}/`, undefined, 204, undefined];
  const missing = { ErrorCode: 'PASWS041E', ErrorMessage: 'no' };
  const first = [put, remove, read({}), list({})] as const;
  const again = [
    ['POST', providers, provider, 201, provider],
    read({}),
    remove,
    ['GET', one, undefined, 404, missing],
  ] as const;
  const right = await judged([...first, ...again]);
  expect(trafficReportText(right)).toContain('VIOLATIONS: 1 clause failed');
  const judge = await judged([...first, ...again, list({})]);
  expect(trafficReportText(judge)).toContain('VIOLATIONS: 2 clauses failed');
});

test('what a response to a write shows wrongly explains the list after it', async () => {
  const shown = { ...provider, clientId: 'old' };
  const judge = await judged([
    ['POST', providers, provider, 201, shown],
    list({ clientId: 'old' }),
  ]);
  expect(trafficReportText(judge)).toContain('VIOLATIONS: 1 clause failed');
});
