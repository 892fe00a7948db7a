import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { strictContract, type Contract } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { checkAll, type ApiName } from '../testing/checkAll.ts';
import { apis } from '../testing/generated/apis.ts';
import { judgeTraffic } from './judgeTraffic.ts';
import { startJudgingProxy } from './judgingProxy.ts';
import { readHar, UnreadableTraffic } from './readHar.ts';
import type { TrafficExchange } from './trafficExchange.ts';
import { TrafficJudge } from './trafficJudge.ts';
import { trafficReportText, trafficVerdict } from './trafficReport.ts';

const limit = 60_000;

/** What a proxy makes of the quick checks at a mock, which has a fault where one is named. */
async function judgedAt(api: ApiName, fault?: string): Promise<TrafficJudge> {
  const create = await apis[api].createMock();
  const { contract } = create();
  const faults = (await apis[api].faults())(contract);
  const mock = create({ faults: () => faults });
  await using running = await mock.start();
  if (fault !== undefined) mock.faults.on(fault);
  const judge = new TrafficJudge(strictContract(contract), { region: 'us-east-1' });
  await using proxy = await startJudgingProxy({
    target: running.url,
    onExchange: (exchange, overlaps) => void judge.take(exchange, overlaps),
  });
  const wanted = {
    wanted: ({ quick, waits }: { quick?: boolean; waits?: boolean }) =>
      quick === true && waits !== true,
  };
  await checkAll(api, proxy.url, wanted);
  return judge;
}

test.each(['pvwa', 'wickr'] as const)(
  'a right server of %s is accused of nothing, whatever is sent to it',
  { timeout: limit },
  async (api) => {
    const judge = await judgedAt(api);
    expect(judge.findings).toEqual([]);
    expect(judge.judged).toBeGreaterThan(50);
    expect(trafficVerdict(judge)).toBe('noViolation');
    expect(trafficReportText(judge)).toMatch(
      /\d+ of \d+ clauses were touched; untouched, which --untouched lists:\n {2}\w+: /,
    );
  },
);

test.each([
  ['pvwa', 'merge-instead-of-replace:provider', 'pvwa.provider.replaced'],
  ['pvwa', 'secret-in-read:provider', 'pvwa.provider.neverReturned'],
  ['wickr', 'merge-instead-of-replace', 'wickr.oidcConfig.replaced'],
] as const)('at %s the proxy sees %s', { timeout: limit }, async (api, fault, clause) => {
  const judge = await judgedAt(api, fault);
  expect(judge.findings.map((finding) => finding.clause)).toContain(clause);
  expect(trafficVerdict(judge)).toBe('violations');
  expect(trafficReportText(judge)).toContain(`FAILED ${clause} (`);
});

const base = 'https://pvwa.example.com/PasswordVault/api/Configuration/OIDC/Providers';
const provider = {
  id: 'corp',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'Basic',
  userNameClaim: 'preferred_username',
};

function recorded(
  start: number,
  method: string,
  path: string,
  status: number,
  { sent, answered }: { sent?: unknown; answered?: unknown } = {},
): TrafficExchange {
  const json = { 'content-type': 'application/json' };
  return {
    start,
    end: start + 1,
    method,
    url: base + path,
    headers: { authorization: 'a-token-of-a-session', ...json },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
    response: {
      status,
      headers: answered === undefined ? {} : json,
      body: answered === undefined ? '' : JSON.stringify(answered),
    },
  };
}

async function contractOfPvwa(): Promise<Contract> {
  return (await apis.pvwa.createMock())().contract;
}

test('what was seen written must be read', async () => {
  const { id, ...body } = provider;
  const traffic = [
    recorded(1, 'PUT', '/corp/', 200, { sent: { ...body, clientId: 'new' } }),
    recorded(3, 'GET', '/corp', 200, { answered: { ...provider, clientId: 'old' } }),
  ];
  const [finding, ...others] = judgeTraffic(await contractOfPvwa(), traffic).findings;
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ clause: 'pvwa.provider.kept', expected: 'new', actual: 'old' });
  expect(finding).toMatchObject({
    exchange: 1,
    method: 'GET',
    status: 200,
    operation: `getProvider`,
  });
  expect(id).toBe('corp');
});

test('what was not seen accuses nobody', async () => {
  const traffic = [
    recorded(1, 'GET', '/corp', 200, { answered: provider }),
    recorded(3, 'GET', '/other', 404, {
      answered: { ErrorCode: 'PASWS041E', ErrorMessage: 'No.' },
    }),
    recorded(5, 'DELETE', '/third/', 204),
    recorded(7, 'GET', '', 200, { answered: { Providers: [provider] } }),
    recorded(9, 'GET', '', 403, { answered: { ErrorCode: 'PASWS041E', ErrorMessage: 'No.' } }),
  ];
  const judge = judgeTraffic(await contractOfPvwa(), traffic);
  expect(judge.findings).toEqual([]);
  expect(judge.judged).toBe(5);
});

test('a server that knows names in any letter case is held against what they mean', async () => {
  const { clientId: _, ...rest } = provider;
  const { id: __, ...body } = { ...rest, CLIENTID: 'new' };
  const read = (clientId: string) =>
    recorded(3, 'GET', '/corp', 200, { answered: { ...rest, clientId } });
  const write = recorded(1, 'PUT', '/corp/', 200, { sent: body });
  const contract = await contractOfPvwa();
  const access = await apis.pvwa.access();
  const clauses = (traffic: readonly TrafficExchange[], server = {}) =>
    judgeTraffic(contract, traffic, {}, server).findings.map(({ clause }) => clause);
  expect(clauses([write, read('new')], access)).toEqual([]);
  expect(clauses([write, read('old')], access)).toEqual(['pvwa.provider.kept']);
  expect(clauses([write])).toContain('pvwa.updateProvider.clientId.required');
});

test('two that overlap are not held against each other', async () => {
  const { id: _, ...body } = provider;
  const write = recorded(1, 'PUT', '/corp/', 200, { sent: { ...body, clientId: 'new' } });
  const read = recorded(2, 'GET', '/corp', 200, { answered: { ...provider, clientId: 'old' } });
  const judge = judgeTraffic(await contractOfPvwa(), [{ ...write, end: 5 }, read]);
  expect(judge.findings).toEqual([]);
});

test('no secret of the traffic is in a finding', async () => {
  const secret = 'the-client-secret-that-was-sent';
  const traffic = [
    recorded(1, 'POST', '', 400, {
      sent: { ...provider, clientSecret: secret, clientId: 'x'.repeat(101) },
      answered: { ErrorCode: 'PASWS167E', ErrorMessage: `${secret} is wrong` },
    }),
  ];
  const { findings } = judgeTraffic(await contractOfPvwa(), traffic);
  expect(findings.map(({ clause }) => clause)).toContain('pvwa.provider.noOtherSecrets');
  expect(JSON.stringify(findings)).not.toContain(secret);
  expect(JSON.stringify(findings)).not.toContain('a-token-of-a-session');
});

test('what unpacks to very much is passed on and not judged', async () => {
  const packed = gzipSync(Buffer.alloc(8 * 1024 * 1024, ' '));
  const server = createServer((_, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    outgoing.end(packed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const judge = new TrafficJudge(await contractOfPvwa());
  await using proxy = await startJudgingProxy({
    target: `http://127.0.0.1:${port}`,
    onExchange: (exchange, overlaps) => void judge.take(exchange, overlaps),
  });
  const url = `${proxy.url}/PasswordVault/api/Configuration/OIDC/Providers`;
  const answered = await fetch(url);
  expect((await answered.arrayBuffer()).byteLength).toBe(8 * 1024 * 1024);
  expect({ judged: judge.judged, ...judge.unjudged }).toMatchObject({ judged: 0, unread: 1 });
  expect(trafficReportText(judge)).toContain('1 with a body that was too long or not recorded not');
  expect(judge.findings).toEqual([]);
  server.closeAllConnections();
  server.close();
});

test('a long body of a request is passed on as it is, and not judged', async () => {
  let received = 0;
  const server = createServer((incoming, outgoing) => {
    incoming.on('data', (chunk: Buffer) => (received += chunk.length));
    incoming.on('end', () => outgoing.writeHead(400).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const judge = new TrafficJudge(await contractOfPvwa());
  await using proxy = await startJudgingProxy({
    target: `http://127.0.0.1:${port}`,
    onExchange: (exchange, overlaps) => void judge.take(exchange, overlaps),
  });
  const url = `${proxy.url}/PasswordVault/api/Configuration/OIDC/Providers`;
  const body = Buffer.alloc(5 * 1024 * 1024, ' ');
  const answered = await fetch(url, { method: 'POST', body });
  expect(answered.status).toBe(400);
  expect(received).toBe(body.length);
  expect({ judged: judge.judged, ...judge.unjudged }).toMatchObject({ judged: 0, unread: 1 });
  server.closeAllConnections();
  server.close();
});

test('what a recorder left out, and what overlaps by microseconds, accuses nobody', async () => {
  const { id: _, ...body } = provider;
  const headers = [
    { name: 'Authorization', value: 'a-token-of-a-session' },
    { name: 'Content-Type', value: 'application/json' },
  ];
  const entry = (started: string, request: object, text: string | null, size = 0) => ({
    startedDateTime: `2026-11-26T02:00:00.${started}+00:00`,
    // As mitmproxy has it: the time to connect is in the sum, and is a part of waiting too.
    time: 5,
    timings: { connect: 3, ssl: -1, send: 0.1, wait: 1.9, receive: 0 },
    request: { url: `${base}/corp`, headers, ...request },
    response: { status: 200, headers: headers.slice(1), content: { size, text } },
  });
  const put = {
    method: 'PUT',
    url: `${base}/corp/`,
    postData: { text: JSON.stringify({ ...body, clientId: 'new' }) },
  };
  const old = JSON.stringify({ ...provider, clientId: 'old' });
  const judged = async (...entries: readonly object[]) => {
    const har = { log: { version: '1.2', creator: { name: 'mitmproxy' }, entries } };
    return judgeTraffic(await contractOfPvwa(), readHar(JSON.stringify(har)));
  };
  const leftOut = [
    entry('000000', put, ''),
    entry('010000', { method: 'GET' }, null, 300),
    entry('020000', { ...put, postData: { text: null } }, ''),
    entry('030000', { method: 'GET' }, old),
  ];
  const unread = await judged(...leftOut);
  expect(unread.findings).toEqual([]);
  expect({ judged: unread.judged, ...unread.unjudged }).toMatchObject({ judged: 2, unread: 2 });
  // The first one ends at 2.9 ms.
  const overlapping = await judged(
    entry('000900', put, ''),
    entry('002800', { method: 'GET' }, old),
  );
  expect(overlapping.findings).toEqual([]);
  const separate = await judged(entry('000900', put, ''), entry('002950', { method: 'GET' }, old));
  expect(separate.findings.map(({ clause }) => clause)).toEqual(['pvwa.provider.kept']);
});

test('a HAR file is read, and one that is none is refused without a word of it', () => {
  const entry = {
    startedDateTime: '2026-11-26T02:00:00.000Z',
    time: 12,
    request: {
      method: 'GET',
      url: base,
      headers: [{ name: 'Authorization', value: 'secret-token' }],
    },
    response: { status: 200, headers: [], content: { text: 'e30=', encoding: 'base64' } },
  };
  const [found] = readHar(JSON.stringify({ log: { version: '1.2', entries: [entry] } }));
  expect(found).toMatchObject({
    method: 'GET',
    headers: { authorization: 'secret-token' },
    response: { status: 200, body: '{}' },
  });
  expect((found?.end ?? 0) - (found?.start ?? 0)).toBe(12);
  for (const [text, reason] of [
    ['{"token": "secret-token"', 'it is no JSON'],
    ['{"log": {}}', 'no list at /log/entries'],
    ['{"log": {"entries": [{"request": {"url": "secret-token"}}]}}', '/log/entries/0 has no'],
  ] as const) {
    expect(() => readHar(text)).toThrow(UnreadableTraffic);
    expect(() => readHar(text)).toThrow(reason);
    expect(() => readHar(text)).not.toThrow(/secret-token/);
  }
  expect(() => readHar(readFileSync(import.meta.filename, 'utf8'))).toThrow(UnreadableTraffic);
});
