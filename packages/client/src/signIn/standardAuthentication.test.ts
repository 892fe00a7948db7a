import { inspect } from 'node:util';
import type { OperationTable, SecurityScheme, TableOperation } from '@oidc-admin/contract';
import { describe, expect, test } from 'vitest';
import { notesTable } from '../fixtures/notesApi.ts';
import { notesErrors } from '../fixtures/notesClient.ts';
import { createStandardClient, type StandardClientOptions } from './createStandardClient.ts';

type Scheme = Pick<SecurityScheme, 'kind' | 'header' | 'parameter' | 'tokenUrl'>;

const bearer: Scheme = { kind: 'bearer', header: 'Authorization' };
const basic: Scheme = { kind: 'basic', header: 'Authorization' };
const oauth2: Scheme = { ...bearer, kind: 'oauth2', tokenUrl: 'https://auth.example/token' };
function keyIn(parameter: Scheme['parameter'], header = ''): Scheme {
  return {
    kind: 'apiKey',
    header,
    ...(parameter === undefined ? {} : { parameter }),
  };
}

/** The table of the notes, with these schemes among which each operation lets its caller choose. */
function tableWith(schemes: Readonly<Record<string, Scheme>>): OperationTable {
  const names = Object.keys(schemes);
  const [first = ''] = names;
  return {
    ...notesTable,
    security: schemes,
    operations: notesTable.operations.map((one): TableOperation =>
      one.security === undefined ? one : { ...one, security: first, schemes: names },
    ),
  };
}

interface Sent {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

type Respond = (sent: Sent, number: number) => Response;

/** A client whose server and token endpoint are functions; both see what was sent. */
function clientOf(
  schemes: Readonly<Record<string, Scheme>>,
  options: Partial<StandardClientOptions>,
  respond: Respond = () => Response.json({ id: 'one' }),
  issue: Respond = (_, number) =>
    Response.json({ access_token: `issued-${number}`, token_type: 'bearer', expires_in: 3600 }),
) {
  const sent: Sent[] = [];
  const asked: Sent[] = [];
  const client = createStandardClient<Record<string, never>, { getNote: GetNote }>(
    { table: tableWith(schemes), classes: notesErrors },
    {
      url: 'https://notes.example',
      retry: false,
      fetch: async (url, { headers, body }) => {
        const isToken = url.includes('/token');
        const list = isToken ? asked : sent;
        list.push({
          url,
          headers: new Headers(headers),
          body: typeof body === 'string' ? body : '',
        });
        const last = list.at(-1);
        if (last === undefined) throw new Error('It was just added');
        return (isToken ? issue : respond)(last, list.length);
      },
      ...options,
    },
  );
  return { get: () => client.getNote({ id: 'one' }), sent, asked };
}

interface GetNote {
  parameters: { path: { id: string } };
  responses: { 200: { content: { 'application/json': { id: string } } } };
}

function refusal(): Response {
  return Response.json({ kind: 'SignInNeeded' }, { status: 401 });
}

describe('credentials stand where their scheme has them', () => {
  test.each([
    ['bearer', bearer, { token: 'abc' }, 'authorization', 'Bearer abc'],
    // RFC 7617, section 2.1: the user name "test" and the password "123£".
    [
      'basic',
      basic,
      { username: 'test', password: '123£' },
      'authorization',
      'Basic dGVzdDoxMjPCow==',
    ],
    ['a header', keyIn(undefined, 'X-Key'), { apiKey: 'k=1' }, 'x-key', 'k=1'],
    [
      'a cookie',
      keyIn({ in: 'cookie', name: 'sid' }, 'Cookie'),
      { apiKey: 'k1' },
      'cookie',
      'sid=k1',
    ],
  ])('%s', async (_, scheme, credentials, header, value) => {
    const { get, sent } = clientOf({ scheme }, credentials);
    await get();
    expect(sent[0]?.headers.get(header)).toBe(value);
  });

  test('the query, encoded', async () => {
    const { get, sent } = clientOf(
      { key: keyIn({ in: 'query', name: 'key' }) },
      { apiKey: 'a&b=c' },
    );
    await get();
    expect(sent[0]?.url).toBe('https://notes.example/base/notes/one?key=a%26b%3Dc');
  });

  test('a cookie that the server sets goes behind the one with the key', async () => {
    const { get, sent } = clientOf(
      { key: keyIn({ in: 'cookie', name: 'sid' }, 'Cookie') },
      { apiKey: 'k1' },
      () => Response.json({ id: 'one' }, { headers: { 'set-cookie': 'node=7; Path=/' } }),
    );
    await get();
    await get();
    expect(sent[1]?.headers.get('cookie')).toBe('sid=k1; node=7');
  });
});

describe('of several schemes, the first for which there are credentials is used', () => {
  const schemes = { b: basic, k: keyIn(undefined, 'X-Key') };

  test('here the second', async () => {
    const { get, sent } = clientOf(schemes, { apiKey: 'k1', username: 'only-half' });
    await get();
    expect(sent[0]?.headers.get('x-key')).toBe('k1');
    expect(sent[0]?.headers.get('authorization')).toBeNull();
  });

  test('without any, nothing is sent, and the message says what is missing', async () => {
    const { get, sent } = clientOf(schemes, {});
    await expect(get()).rejects.toMatchObject({
      code: 'ConfigurationError',
      message: "Not signed in: give the client 'username' and 'password', or 'apiKey'",
    });
    expect(sent).toEqual([]);
  });
});

test.each([
  [bearer, { token: 'two\r\nlines' }],
  [keyIn(undefined, 'X-Key'), { apiKey: 'with space' }],
  [basic, { username: 'a:b', password: 'c' }],
])('what cannot be sent is refused at once, and not repeated', (scheme, credentials) => {
  expect(() => clientOf({ scheme }, credentials)).toThrow(/^'\w+' (?:is empty, or )?holds a /);
});

describe('a token of oauth2', () => {
  const credentials = { clientId: 'id:1', clientSecret: 'secret-of-the-client' };

  test('is fetched once, and shared by calls that begin together', async () => {
    const { get, sent, asked } = clientOf({ o: oauth2 }, { ...credentials, scope: 'read write' });
    await Promise.all([get(), get(), get()]);
    await get();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe('https://auth.example/token');
    // RFC 6749, section 2.3.1: the parts are encoded as forms encode them, before `Basic` joins them.
    expect(atob(asked[0]?.headers.get('authorization')?.slice(6) ?? '')).toBe(
      'id%3A1:secret-of-the-client',
    );
    expect(asked[0]?.body).toBe('grant_type=client_credentials&scope=read+write');
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(
      Array.from({ length: 4 }, () => 'Bearer issued-1'),
    );
  });

  test('may come from another place, also from a path of the server', async () => {
    const { get, asked } = clientOf({ o: oauth2 }, { ...credentials, tokenUrl: '/token' });
    await get();
    expect(asked[0]?.url).toBe('https://notes.example/token');
  });

  test('is renewed before it ends', async () => {
    const { get, asked } = clientOf({ o: oauth2 }, credentials, undefined, (_, number) =>
      Response.json({ access_token: `t${number}`, token_type: 'Bearer', expires_in: 1e-6 }),
    );
    await get();
    await get();
    expect(asked).toHaveLength(2);
  });

  test('is renewed after one 401, and not after a second one', async () => {
    const { get, sent, asked } = clientOf({ o: oauth2 }, credentials, ({ headers }) =>
      headers.get('authorization') === 'Bearer issued-2' ? Response.json({ id: 'one' }) : refusal(),
    );
    await expect(get()).resolves.toEqual({ id: 'one' });
    expect([sent.length, asked.length]).toEqual([2, 2]);
    const always = clientOf({ o: oauth2 }, credentials, refusal);
    await expect(always.get()).rejects.toMatchObject({ status: 401 });
    expect([always.sent.length, always.asked.length]).toEqual([2, 2]);
  });

  test('calls that were refused together renew it once', async () => {
    const { get, asked } = clientOf({ o: oauth2 }, credentials, ({ headers }) =>
      headers.get('authorization') === 'Bearer issued-1' ? refusal() : Response.json({ id: 'one' }),
    );
    await Promise.all([get(), get(), get()]);
    expect(asked).toHaveLength(2);
  });

  test.each([
    [401, { error: 'invalid_client' }, 'ConfigurationError', /answered 401 invalid_client$/],
    [500, { error: 'secret-of-the-client' }, 'UnexpectedResponseError', /answered 500 and no/],
    [200, { access_token: 'x', token_type: 'mac' }, 'UnexpectedResponseError', /no bearer token/],
  ])('that is not given is told, without a secret: %i', async (status, body, code, message) => {
    const issue = (): Response => Response.json(body, { status });
    const { get, sent, asked } = clientOf({ o: oauth2 }, credentials, undefined, issue);
    const error: unknown = await get().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('secret-of-the-client');
    expect(sent).toEqual([]);
    await get().catch(() => undefined);
    // Wrong credentials are not tried again; everything else is.
    expect(asked).toHaveLength(code === 'ConfigurationError' ? 1 : 2);
  });
});

test.each([
  [bearer, { token: 'token-0123456789' }],
  [basic, { username: 'user', password: 'password-0123456789' }],
  [keyIn({ in: 'query', name: 'key' }), { apiKey: 'key-0123456789' }],
  [oauth2, { clientId: 'id', clientSecret: 'secret-0123456789' }],
])('no error shows what proved who called', async (scheme, credentials) => {
  const { get } = clientOf({ scheme }, credentials, ({ url, headers }) =>
    Response.json({ message: `${url} ${headers.get('authorization')}` }, { status: 400 }),
  );
  const error = inspect(await get().catch((caught: unknown) => caught), { depth: 9 });
  expect(error).not.toMatch(/0123456789|issued-1|dXNlcjpwYXNz/);
});
