import { expect, test } from 'vitest';
import { apis } from '../testing/generated/apis.ts';
import { judgeTraffic } from './judgeTraffic.ts';
import { readHar } from './readHar.ts';
import { severalFiles } from './severalFiles.ts';
import type { TrafficExchange } from './trafficExchange.ts';

const base = 'https://pvwa.example.com/PasswordVault/api';
const one = `${base}/Configuration/OIDC/Providers/corp`;
const begin = Date.UTC(2026, 10, 27);
const body = {
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'first',
  clientSecretMethod: 'Basic',
  userNameClaim: 'preferred_username',
};
const json = { 'content-type': 'application/json' };

/** One exchange of 5 ms whose response says when it was made; the recorder's clock is ahead by `skew`. */
function exchange(
  at: number,
  token: string,
  [method, url, sent]: readonly [string, string, unknown?],
  [status, answered]: readonly [number, unknown?],
  skew = 0,
): TrafficExchange {
  const date = new Date(begin + at).toUTCString();
  return {
    start: begin + at + skew,
    end: begin + at + skew + 5,
    method,
    url,
    headers: { authorization: token, ...json },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
    response: {
      status,
      headers: { date, ...(answered !== undefined && json) },
      body: answered === undefined ? '' : JSON.stringify(answered),
    },
  };
}

function put(at: number, clientId: string, skew = 0): TrafficExchange {
  return exchange(at, 'a-token', ['PUT', `${one}/`, { ...body, clientId }], [200], skew);
}

function read(at: number, clientId: string, skew = 0): TrafficExchange {
  const shown = { id: 'corp', ...body, clientId };
  return exchange(at, 'a-token', ['GET', one], [200, shown], skew);
}

async function broken(...files: readonly (readonly TrafficExchange[])[]): Promise<string[]> {
  const { contract } = (await apis.pvwa.createMock())();
  return [...judgeTraffic(contract, severalFiles(files)).broken.keys()];
}

test.each([0, 300, 2500, -2500, 3_600_000])(
  'what two administrators recorded accuses nobody, with clocks %i ms apart',
  async (skew) => {
    const first = [put(0, 'first'), read(4000, 'second'), put(8000, 'third')];
    const second = [
      put(2000, 'second', skew),
      read(6000, 'second', skew),
      read(9000, 'third', skew),
    ];
    expect(await broken(first, second)).toEqual([]);
  },
);

test('of two files of one clock, what one wrote is read in the other', async () => {
  expect(await broken([put(0, 'new')], [read(5000, 'old')])).toEqual(['pvwa.provider.kept']);
});

test('a file that is given twice accuses nobody', async () => {
  const file = [
    read(0, 'first'),
    exchange(1000, 'a-token', ['DELETE', `${one}/`], [204]),
    exchange(2000, 'a-token', ['POST', `${base}/Auth/Logoff`], [200]),
  ].map((entry) => ({ ...entry, end: entry.start }));
  expect(await broken(file, file)).toEqual([]);
});

test('what is on its way while its session is closed may be answered or refused', async () => {
  const logoff = exchange(0, 'a-token', ['POST', `${base}/Auth/Logoff`], [200]);
  const answered = (at: number) => [logoff, { ...read(at, 'first'), end: begin + at + 1 }];
  expect(await broken(answered(4))).toEqual([]);
  expect(await broken(answered(6))).toEqual(['pvwa.getProvider.closed.security']);
});

test('a request of which no duration was recorded may have taken long', async () => {
  const { contract } = (await apis.pvwa.createMock())();
  const headers = [
    { name: 'Authorization', value: 'a-token' },
    { name: 'Content-Type', value: 'application/json' },
  ];
  const entry = (at: number, time: number, request: object, text = '') => ({
    startedDateTime: new Date(begin + at).toISOString(),
    time,
    timings: { send: -1, wait: -1, receive: -1 },
    request: { url: one, headers, ...request },
    response: { status: 200, headers: headers.slice(1), content: { text } },
  });
  const postData = { text: JSON.stringify({ ...body, clientId: 'new' }) };
  const old = JSON.stringify({ id: 'corp', ...body, clientId: 'old' });
  const judged = (time: number) => {
    const entries = [
      entry(0, time, { method: 'PUT', url: `${one}/`, postData }),
      entry(50, time, { method: 'GET' }, old),
    ];
    const exchanges = readHar(JSON.stringify({ log: { version: '1.2', entries } }));
    return [...judgeTraffic(contract, exchanges).broken.keys()];
  };
  expect(judged(-1)).toEqual([]);
  expect(judged(20)).toEqual(['pvwa.provider.kept']);
});

test('files may have any number of exchanges', () => {
  const many = Array.from<TrafficExchange>({ length: 130_000 }).fill(read(0, 'first'));
  expect(severalFiles([many, [read(1000, 'first')]]).length).toBe(130_001);
});
