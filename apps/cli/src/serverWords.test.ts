import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { inProcess } from './testing/inProcess.ts';
import { startServer } from './testing/startServer.ts';

const update = [
  ...'pvwa updateProvider --id staff --client-id c --client-secret-method Post'.split(' '),
  '--no-client-secret',
];
const byUrl = [...update, '--discovery-endpoint-url', 'https://idp.example'];
const byHand = [
  ...update,
  ...'--authentication-endpoint-url https://x --issuer x --jwk-set'.split(' '),
  '{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]}',
];
const save = [
  ...'wickr registerOidcConfig --network-id 12345678 --company-id us-east-1-x --yes'.split(' '),
  ...'--issuer https://x --scopes openid --no-secret'.split(' '),
];
const list = ['pvwa', 'listProviders'];

/** Whether a request only looks what is there before a write. Nothing is. */
function isLook(args: readonly string[], { method }: IncomingMessage): boolean {
  return method === 'GET' && args[1] !== list[1];
}

/** Runs a command against a server that answers everything in one way. */
async function against(
  args: readonly string[],
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const environment = await startServer((outgoing, incoming) => {
    if (isLook(args, incoming)) {
      outgoing.writeHead(404).end();
      return;
    }
    outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
    outgoing.end(body === undefined ? '' : JSON.stringify(body));
  });
  return inProcess(args, { environment });
}

test('every entry of Details is printed, a list or a single object', async () => {
  const one = { ErrorCode: 'PASWS168E', ErrorMessage: 'clientId is too long' };
  const two = {
    ErrorCode: 'PASWS169E',
    ErrorMessage: 'issuer is no URL',
    Field: { name: 'issuer' },
  };
  const body = { ErrorCode: 'PASWS167E', ErrorMessage: 'Some parameters are invalid.' };
  const several = await against([...byUrl, '--quiet'], 400, {
    ...body,
    Details: [one, two, 'and more'],
  });
  expect(several.code).toBe(1);
  expect(several.stderr.split('\n')).toEqual([
    'error: updateProvider: BadRequest (400 PASWS167E): Some parameters are invalid.',
    'error:   Details: PASWS168E: clientId is too long',
    `error:   Details: ${JSON.stringify(two)}`,
    'error:   Details: and more',
    '',
  ]);
  const single = await against(byUrl, 400, { ...body, Details: one });
  expect(single.stderr).toMatch(/\nerror: {3}Details: PASWS168E: clientId is too long\n$/);
});

test('every reason is printed, with a message or without one', async () => {
  const reasons = [
    { field: 'issuer', reason: 'is no URL' },
    { field: 'scopes', reason: 'has no openid' },
  ];
  for (const body of [{ message: 'Invalid', reasons }, { reasons }]) {
    const { code, stderr } = await against(save, 422, body);
    expect(code).toBe(1);
    expect(stderr).toMatch(/ValidationError \(422\)/);
    expect(stderr).toMatch(
      /\nerror: {3}reasons: issuer: is no URL\nerror: {3}reasons: scopes: has no openid\n$/,
    );
  }
});

test('a guess is said as one, and only where the server named nothing', async () => {
  const body = { ErrorCode: 'PASWS167E', ErrorMessage: 'Some parameters are invalid.' };
  const guess = /\(a guess: some versions of PVWA always want a discoveryEndpointUrl\)/;
  expect((await against(byHand, 400, body)).stderr).toMatch(guess);
  expect((await against(byUrl, 400, body)).stderr).not.toMatch(/guess/);
  for (const named of [
    { ...body, Details: [{ ErrorMessage: 'one of them' }] },
    { ...body, ErrorMessage: 'ClientId is too long' },
  ])
    expect((await against(byHand, 400, named)).stderr).not.toMatch(/guess/);
});

test.each([409, 418, 503])(
  'a documented body is read under the undocumented status %d',
  async (status) => {
    const body = { ErrorCode: 'PASWS100E', ErrorMessage: 'The vault is busy.', Details: ['wait'] };
    const { code, stderr } = await against(byUrl, status, body);
    expect(code).toBe(3);
    expect(stderr).toContain(
      `answered ${status} with a status that is not documented (PASWS100E): The vault is busy.`,
    );
    expect(stderr).toMatch(/\nerror: {3}Details: wait\n$/);
  },
);

test.each([
  [{ 'retry-after': '90' }, /; to be sent again in 90 seconds$/m],
  [
    { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() },
    /; to be sent again in 3[56]\d\d seconds$/m,
  ],
  [{}, /; the server does not say how long to wait$/m],
])('too many requests with %j: how long to wait is said', async (headers, words) => {
  const { code, stderr } = await against([...list, '--timeout', '5'], 429, {}, headers);
  expect(code).toBe(1);
  expect(stderr).toMatch(/TooManyRequests \(429\)/);
  expect(stderr).toMatch(words);
});

test.each([
  ['https://login.example/sign-in?token=hunter2#x', 'to https://login.example/sign-in?…,'],
  ['https://user:hunter2@login.example/', 'to https://login.example/,'],
  ['/PasswordVault/', 'to /PasswordVault/,'],
  ['http://[hunter2', 'with a redirect,'],
])('a redirect to %s says where to, and no secret', async (location, words) => {
  const { code, stderr } = await against(list, 302, undefined, { location });
  expect(code).toBe(3);
  expect(stderr).toContain(words);
  expect(stderr).toContain('which is not followed');
  expect(stderr).not.toContain('hunter2');
});

test('a change that is not answered in time may have happened, and a read has nothing to fear', async () => {
  const environment = await startServer((outgoing, incoming) => {
    if (isLook(byUrl, incoming)) outgoing.writeHead(404).end();
  });
  const late = ['--timeout', '0.4'];
  const written = await inProcess([...byUrl, ...late], { environment });
  expect(written.code).toBe(3);
  expect(written.stderr).toMatch(
    /time-out of 400 ms; the request may have had its effect all the same$/m,
  );
  const silent = await startServer(() => undefined);
  const read = await inProcess([...list, ...late], { environment: silent });
  expect(read.stderr).toMatch(/time-out of 400 ms$/m);
});

test('a change whose connection breaks may have happened; one that was never sent has not', async () => {
  const environment = await startServer((outgoing, incoming) => {
    if (isLook(byUrl, incoming)) outgoing.writeHead(404).end();
    else outgoing.destroy();
  });
  const broken = await inProcess(byUrl, { environment });
  expect(broken.code).toBe(3);
  expect(broken.stderr).toMatch(/may have had its effect/);
  const refused = await inProcess([...byUrl, '--endpoint-url', 'http://127.0.0.1:9'], {
    environment,
  });
  expect(refused.code).toBe(3);
  expect(refused.stderr).not.toMatch(/may have had its effect/);
});

test.each([
  [504, '<html>', { 'content-type': 'text/html' }],
  [201, 'no gzip', { 'content-encoding': 'gzip' }],
])('a change that is answered %i with what nobody can read may have happened', async (...given) => {
  const [status, text, headers] = given;
  const environment = await startServer((outgoing, incoming) => {
    if (isLook(byUrl, incoming)) outgoing.writeHead(404).end();
    else outgoing.writeHead(status, headers).end(text);
  });
  const { code, stderr } = await inProcess(byUrl, { environment });
  expect(code).toBe(3);
  expect(stderr).toMatch(/; the request may have had its effect all the same$/m);
});

test('plain http to another host is warned of, and to this one it is not', async () => {
  const warning = /^warning: pvwa\.invalid is asked over plain http: .*passwords and secrets\n/;
  const token = { PVWA_TOKEN: 'token' };
  const away = await inProcess([...list, '--endpoint-url', 'http://pvwa.invalid'], {
    environment: token,
  });
  expect(away.stderr).toMatch(warning);
  for (const url of [
    'https://pvwa.invalid',
    'http://127.0.0.1:9',
    'http://[::1]:9',
    'http://localhost:9',
  ])
    expect(
      (await inProcess([...list, '--endpoint-url', url], { environment: token })).stderr,
    ).not.toMatch(/warning/);
});
