import { expect, test } from 'vitest';
import { printedResponse } from './printResponse.ts';
import { inProcess } from './testing/inProcess.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';
import { startServer } from './testing/startServer.ts';

const add = [
  ...'pvwa add-provider --id staff --client-id c --client-secret-method Post'.split(' '),
  ...'--discovery-endpoint-url https://idp.example --no-client-secret'.split(' '),
];

test('a response is printed as JSON, YAML, a table or text, and a part of it where asked', async () => {
  const { environment } = await startPvwa();
  await inProcess(add, { environment });
  const list = async (...more: string[]) =>
    (await inProcess(['pvwa', 'list-providers', ...more], { environment })).stdout;
  expect(JSON.parse(await list('--output', 'json'))).toMatchObject({
    Providers: [{ id: 'staff' }],
  });
  expect(await list('--output', 'yaml')).toMatch(/^Providers:\n {2}- id: staff\n/);
  const [head, row, ...rest] = (await list('--output', 'table')).split('\n');
  expect(head).toMatch(/^id +authenticationFlow +/);
  expect(row).toMatch(/^staff +Code +/);
  expect(rest).toEqual(['']);
  expect(await list('--query', 'Providers[].id', '--output', 'text')).toBe('staff\n');
  const text = await list('--output', 'text', '--query', 'Providers[].{b: clientId, a: id}');
  expect(text).toBe('staff\tc\n');
  expect(JSON.parse(await list('--query', "Providers[?id=='nobody']"))).toEqual([]);
});

test('a table loses no value where a name has a point or a bracket in it', async () => {
  const value = { 'a.b': 1, a: { b: 2 }, 'c[0]': 3, c: [{ d: 4 }], 'c[0].d': 5 };
  const lines = (await printedResponse(value, 'table')).trimEnd().split('\n');
  expect(lines.map((line) => line.split(/ +/))).toEqual([
    ['"a.b"', '1'],
    ['a.b', '2'],
    ['"c[0]"', '3'],
    ['c[0].d', '4'],
    ['"c[0].d"', '5'],
  ]);
});

test('a table has a line for each value inside, however deep it stands', async () => {
  const inside = { issuer: 'https://idp.example', keys: [{ kid: 'a' }, { kid: 'b', use: 'sig' }] };
  const environment = await startServer((outgoing) => {
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify({ openidConnectInfo: inside }));
  });
  const read = 'wickr get-oidc-info --network-id 12345678 --output table';
  const { stdout } = await inProcess(read.split(' '), { environment });
  expect(stdout).toBe(
    [
      'openidConnectInfo.issuer       https://idp.example',
      'openidConnectInfo.keys[0].kid  a',
      'openidConnectInfo.keys[1].kid  b',
      'openidConnectInfo.keys[1].use  sig',
      '',
    ].join('\n'),
  );
  const lists = await inProcess(
    [...read.split(' '), '--query', '[openidConnectInfo, openidConnectInfo]'],
    { environment },
  );
  expect(lists.stdout).toMatch(/^issuer +keys\[0\]\.kid +keys\[1\]\.kid +keys\[1\]\.use\n/);
});

test('a wrong format or expression is refused before anything is sent', async () => {
  const { mock, environment } = await startPvwa();
  const list = ['pvwa', 'list-providers'];
  for (const [args, message] of [
    [['--output', 'xml'], /^error: --output: only json, yaml, table, text/],
    [['--query', 'Providers['], /^error: --query: /],
    [['--query', 'nothing(@)'], /^error: --query: /],
  ] as const) {
    const { code, stderr } = await inProcess([...list, ...args], { environment });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  }
  expect(mock.requests).toEqual([]);
});

test('a query that does not fit is told from a failed call, and nothing of the response is lost', async () => {
  const { mock, environment } = await startPvwa();
  const { code, stdout, stderr } = await inProcess([...add, '--query', 'length(enabled)'], {
    environment,
  });
  expect(code).toBe(4);
  expect(JSON.parse(stdout)).toMatchObject({ id: 'staff' });
  expect(stderr).toMatch(/^error: --query: .*; the call was made, its whole response is printed$/m);
  expect(mock.requests.map(({ operation }) => operation)).toContain('addProvider');
});

test('a query sees no secret, unless secrets are to be shown', async () => {
  const { environment } = await startWickr();
  const save = [
    ...'wickr register-oidc-config --network-id 12345678 --company-id us-east-1-x'.split(' '),
    ...'--issuer https://x --scopes openid --yes'.split(' '),
  ];
  await inProcess(save, { environment: { ...environment, WICKR_SECRET: 'hunter2hunter2' } });
  const read = [
    ...'wickr get-oidc-info --network-id 12345678 --grant-type authorization_code'.split(' '),
    ...'--output text --query tokenInfo.accessToken'.split(' '),
  ];
  const exchange = { ...environment, WICKR_CODE: 'c', WICKR_CODE_VERIFIER: 'v' };
  const masked = await inProcess(read, { environment: exchange });
  const clear = await inProcess([...read, '--show-secrets'], { environment: exchange });
  expect(masked).toMatchObject({ code: 0, stdout: '[redacted]\n' });
  expect(clear.stdout).toMatch(/^\S+\n$/);
  expect(clear.stdout).not.toBe(masked.stdout);
});
