import { expect, test } from 'vitest';
import { apis } from '../testing/generated/apis.ts';
import { judgeTraffic } from './judgeTraffic.ts';
import { readHar } from './readHar.ts';
import type { TrafficJudge } from './trafficJudge.ts';

const host = 'https://pvwa.example.com';
const place = '/PasswordVault/api/Configuration/OIDC/Providers/corp';
const { id: _, ...body } = {
  id: 'corp',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'old',
  clientSecretMethod: 'Basic',
  userNameClaim: 'preferred_username',
};
const signedIn = { name: 'Authorization', value: 'a-token-of-a-session' };
const json = { name: 'Content-Type', value: 'application/json' };

interface Answer {
  readonly status?: number;
  readonly headers?: readonly object[];
  readonly content?: object;
}

/** An entry of a HAR that begins after so many milliseconds and takes 5. */
function entry(at: number, request: object, response: Answer, more: object = {}): object {
  return {
    startedDateTime: new Date(Date.UTC(2026, 10, 26) + at).toISOString(),
    time: 5,
    request: { method: 'GET', url: host + place, headers: [signedIn, json], ...request },
    response: { status: 200, headers: [json], content: { size: 0 }, ...response },
    ...more,
  };
}

function put(at: number, clientId: string, response: Answer = {}, origin = host): object {
  const postData = { mimeType: 'application/json', text: JSON.stringify({ ...body, clientId }) };
  return entry(at, { method: 'PUT', url: `${origin}${place}/`, postData }, response);
}

/** What a read shows. */
function shown(clientId: string): Answer {
  const text = JSON.stringify({ id: 'corp', ...body, clientId });
  return { content: { size: text.length, text } };
}

function read(at: number, clientId: string, more: object = {}): object {
  return entry(at, {}, shown(clientId), more);
}

async function judged(...entries: readonly object[]): Promise<TrafficJudge> {
  const { contract } = (await apis.pvwa.createMock())();
  const har = { log: { version: '1.2', creator: { name: 'a browser' }, entries } };
  return judgeTraffic(contract, readHar(JSON.stringify(har)));
}

async function broken(...entries: readonly object[]): Promise<readonly string[]> {
  return [...(await judged(...entries)).broken.keys()];
}

const kept = ['pvwa.provider.kept'];

test('what a cache answers is not what the server answers', async () => {
  const cached = read(10, 'old', { _fromCache: 'memory' });
  const { findings, unjudged, judged: count } = await judged(put(0, 'new'), cached);
  expect({ findings, count, cached: unjudged.cached }).toEqual({
    findings: [],
    count: 1,
    cached: 1,
  });
  const shared = entry(10, {}, { ...shown('old'), headers: [json, { name: 'Age', value: '12' }] });
  expect(await broken(put(0, 'new'), shared)).toEqual([]);
  const ofWorker = entry(10, {}, { ...shown('old'), _fetchedViaServiceWorker: true } as Answer);
  expect(await broken(put(0, 'new'), ofWorker)).toEqual([]);
  // From then on the server is asked again.
  expect(await broken(put(0, 'new'), cached, read(20, 'old'))).toEqual(kept);
});

test('a request under a condition may be answered by 304, and one without may not', async () => {
  const condition = { name: 'If-None-Match', value: '"1"' };
  const asked = { headers: [signedIn, condition] };
  const notChanged = { status: 304, headers: [] };
  expect(await broken(entry(0, asked, notChanged))).toEqual([]);
  expect(await broken(entry(0, {}, notChanged))).toEqual(['pvwa.getProvider.path.id.existence']);
});

test('who is sent to another place was not answered', async () => {
  const elsewhere = {
    status: 307,
    headers: [{ name: 'Location', value: `https://b.example${place}` }],
  };
  const { findings, unjudged } = await judged(
    put(0, 'new', elsewhere),
    put(10, 'new', {}, 'https://b.example'),
    entry(20, { url: `https://b.example${place}` }, shown('new')),
    entry(30, { url: `wss://pvwa.example.com${place}` }, { status: 101, headers: [] }),
  );
  expect({ findings, redirected: unjudged.redirected }).toEqual({ findings: [], redirected: 2 });
});

test('a write that was given up may be done later, and one that was answered may not', async () => {
  const givenUp = put(0, 'late', { status: 0, headers: [] });
  expect(await broken(givenUp, put(10, 'new'), read(20, 'late'))).toEqual([]);
  const byGateway = put(0, 'late', { status: 504, headers: [] });
  expect(await broken(byGateway, put(10, 'new'), read(20, 'late'))).toEqual([]);
  expect(await broken(givenUp, put(90_000, 'new'), read(90_010, 'late'))).toEqual(kept);
  expect(await broken(put(0, 'late'), put(10, 'new'), read(20, 'late'))).toEqual(kept);
});

test('a recording from which all credentials were left out accuses nobody of letting anybody in', async () => {
  const bare = { headers: [json] };
  const open = entry(0, bare, shown('old'));
  expect(await broken(open)).toEqual([]);
  expect(await broken(read(10, 'old'), open)).toEqual(['pvwa.getProvider.none.security']);
});

test('two hosts are not held against each other', async () => {
  const atOther = put(10, 'other', {}, 'https://staging.example.com');
  expect(await broken(put(0, 'new'), atOther, read(20, 'old'))).toEqual([]);
  expect(await broken(put(0, 'new'), put(10, 'other'), read(20, 'new'))).toEqual(kept);
});

test('a body that was left out is not an empty one, packed or not', async () => {
  const packed = { name: 'Content-Encoding', value: 'gzip' };
  const leftOut = { headers: [json, packed], content: { size: 300, text: '' } };
  const { findings, unjudged } = await judged(entry(0, {}, leftOut));
  expect({ findings, unread: unjudged.unread }).toEqual({ findings: [], unread: 1 });
});
