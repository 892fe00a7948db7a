import { expect, test } from 'vitest';
import type { Fault } from './fault.ts';
import { shelfDocument } from './fixtures/library.ts';
import { createStandardMock } from './signIn/createStandardMock.ts';

const url = 'http://library.example/v1/books';
const secret = 'hush-7391';

const password = { type: 'string', format: 'password', description: 'Secret.' };
const pins = { type: ['array', 'number'], format: 'password', items: {}, description: 'Secret.' };

/** The shelf, with secrets in what is sent, with keys in the query, and with a token endpoint. */
function document(): object {
  const changed = structuredClone(shelfDocument) as unknown as {
    components: Record<string, object>;
    security: object[];
    'x-outcomes': Record<string, object>;
    paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  changed.components['securitySchemes'] = {
    app: {
      type: 'oauth2',
      description: 'A token.',
      'x-source': 'LIB-BOOK',
      flows: { clientCredentials: { tokenUrl: '/token', scopes: {} } },
    },
  };
  changed['x-outcomes']['security'] = { allow: [401], source: 'LIB-ERROR' };
  changed.security = [{ app: [] }];
  const add = changed.paths['/books']?.['post'] as {
    parameters: object[];
    requestBody: {
      content: { 'application/json': { schema: { properties: Record<string, object> } } };
    };
  };
  const sent = add.requestBody.content['application/json'].schema.properties;
  sent['lock'] = { ...password, 'x-source': 'LIB-BOOK' };
  sent['pins'] = { ...pins, 'x-source': 'LIB-BOOK' };
  add.parameters = [
    { name: 'view', in: 'query', schema: { type: 'string' }, description: 'A view.' },
    {
      name: 'key',
      in: 'query',
      schema: { type: 'string', format: 'password' },
      description: 'A key.',
    },
  ].map((one) => ({ ...one, 'x-source': 'LIB-BOOK' }));
  return changed;
}

/** A wrong server: its answer repeats everything that it got, in a documented place and in others. */
const repeats: Fault = {
  name: 'repeats',
  description: 'Repeats what it got.',
  breaks: [],
  reply: (reply, { target, headers, body }) => {
    const text = `${decodeURIComponent(target)} ${headers['authorization']} ${Buffer.from(body).toString()}`;
    const basic = Buffer.from(headers['authorization']?.slice(6) ?? '', 'base64').toString();
    const all = { reason: text, [text]: text, other: text, list: [text], basic, deep: [{ text }] };
    return { ...reply, body: Buffer.from(JSON.stringify(all)) };
  },
};

function open() {
  const mock = createStandardMock(document(), { control: '/_mock', faults: () => [repeats] });
  const shown = async () => {
    const view = await mock.fetch('http://library.example/_mock/view');
    let verified = '';
    try {
      mock.verify({ times: 9 });
    } catch (error) {
      verified = String(error);
    }
    return `${JSON.stringify(mock.calls())}${await view.text()}${verified}`;
  };
  const send = (query: string, body: unknown, authorization: string) =>
    mock.fetch(`${url}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { mock, shown, send };
}

const basic = Buffer.from(`ann:${secret}`).toString('base64');
const right = { isbn: '1', title: 'Emma' };

test.each<[string, string, unknown, string]>([
  ['a text', '', { ...right, lock: secret }, ''],
  ['a list', '', { ...right, pins: [secret] }, ''],
  ['an object', '', { ...right, lock: { inner: [secret] } }, ''],
  ['under a misspelt name', '', { ...right, lokc: secret }, ''],
  ['inside a text', '', { ...right, title: `by ${secret}`, lock: secret }, ''],
  ['a body that is a text', '', JSON.stringify(secret), ''],
  ['a body that is no JSON', '', `{"lock":"${secret}"`, ''],
  ['in the query', `?view=all&key=${secret}`, right, ''],
  ['under a misspelt name of the query', `?view=all&kye=${secret}`, right, ''],
  ['as a name of the query', `?${secret}`, right, ''],
  ['under a name of the query in percent', `?%6bey=${secret}`, right, ''],
  ['in the path', `/unknown/${secret}`, { lock: secret }, ''],
  ['a token', '', right, `Bearer ${secret}`],
  ['a token in the path, beside a body that is no JSON', `/${secret}`, '{', `Bearer ${secret}`],
  ['a password', '', right, `Basic ${basic}`],
  ['without a scheme', '', right, secret],
])('nobody sees a secret: %s', async (_, query, body, authorization) => {
  for (const isWrong of [false, true]) {
    const { mock, shown, send } = open();
    if (isWrong) mock.faults.on('repeats');
    await send(query, body, authorization);
    const text = await shown();
    expect(text).toContain('"method":"POST"');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(basic);
  }
});

test.each([739_182, 1234567890123456789n, 73.5])('nobody sees the number %s', async (number) => {
  const { mock, shown, send } = open();
  mock.faults.on('repeats');
  await send('', `{"isbn":"1","title":"Emma","pins":${number}}`, '');
  expect(await shown()).not.toContain(String(number));
});

test('nobody sees the token that was given out, nor what is saved of secrets', async () => {
  const { mock, shown, send } = open();
  const { environment } = mock.demo;
  const of = (end: string) =>
    Object.entries(environment).find(([name]) => name.endsWith(end))?.[1] ?? '';
  const answered = await mock.fetch(`http://library.example${of('TOKEN_URL')}`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: of('CLIENT_ID'),
      client_secret: of('CLIENT_SECRET'),
    }),
  });
  const { access_token: token } = (await answered.json()) as { readonly access_token: string };
  const added = await send('?view=all', { ...right, lock: secret }, `Bearer ${token}`);
  expect(added.status).toBe(201);
  // The same text where nothing is secret by its name.
  await send('', { isbn: '2', title: secret }, `Bearer ${token}`);
  const text = await shown();
  for (const hidden of [token, of('CLIENT_SECRET')]) expect(text).not.toContain(hidden);
  const [, first, second] = mock.calls();
  expect(first).toMatchObject({
    target: '/v1/books?view=all',
    body: { isbn: '1', title: 'Emma', lock: '[redacted]' },
    response: { isbn: '1', title: 'Emma', shelf: 'A1' },
  });
  expect(second).toMatchObject({ response: { isbn: '2', title: '[redacted]' } });
  const view = await mock.fetch('http://library.example/_mock/view');
  expect(await view.json()).toMatchObject({
    state: {
      resources: {
        book: { '': { 1: { title: 'Emma', shelf: 'A1' }, 2: { title: '[redacted]' } } },
      },
    },
  });
});

test('a key that is a secret is shown neither in a path nor in what is saved', async () => {
  const lines: string[] = [];
  const changed = structuredClone(shelfDocument);
  Object.assign(changed.components.schemas.Book.properties.isbn, { format: 'password' });
  const seed = { resources: { book: { '': { [secret]: { title: 'Emma' } } } } };
  const log = (line: string) => lines.push(line);
  const mock = createStandardMock(changed, { control: '/_mock', seed, log });
  expect((await mock.fetch(`${url}/${secret}`)).status).toBe(200);
  const view = await (await mock.fetch('http://library.example/_mock/view')).text();
  expect(view).toContain('"[redacted]":{');
  expect(mock.calls()).toMatchObject([{ target: '/v1/books/[redacted]', status: 200 }]);
  expect(lines).toEqual(['GET /v1/books/[redacted] 200']);
  expect(`${JSON.stringify(mock.calls())}${view}`).not.toContain(secret);
});
