import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { notesTable } from './fixtures/notesApi.ts';
import { createNotesClient } from './fixtures/notesClient.ts';
import { createRedactor, mask, type RequestEvent } from './index.ts';

/** Long enough to be found by nothing but itself, with characters that every notation escapes. */
const secret = fc
  .tuple(
    fc.string({
      unit: fc.constantFrom(...Array.from('"\\<>&\'%+ /=?#\n\t\u0001äß€😀x')),
      minLength: 4,
      maxLength: 12,
    }),
    fc.stringMatching(/^[A-Za-z0-9]{8}$/),
  )
  .map(([odd, plain]) => `${odd}${plain}${odd}`);

/** How a server, a proxy or a library might write a value that it repeats. */
const spellings: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(JSON.stringify(value)),
  encodeURIComponent,
  (text) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  (value) => new URLSearchParams({ v: value }).toString(),
  (value) => Buffer.from(value).toString('base64'),
  (value) => Buffer.from(value).toString('base64url'),
  (value) => value.replace(/[A-Za-z]/g, (c) => (c < 'a' ? c.toLowerCase() : c.toUpperCase())),
  (value) =>
    `<b>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')}</b>`,
];

function everythingShown(error: unknown, events: readonly RequestEvent[]): string {
  if (!(error instanceof Error)) throw new Error('No error was thrown');
  return [
    error.message,
    String(error),
    error.stack,
    JSON.stringify(error),
    inspect(error, { depth: 20, showHidden: true, getters: true }),
    inspect(error.cause, { depth: 20 }),
    JSON.stringify(events),
    inspect(events, { depth: 20 }),
  ].join('\n');
}

function hidden(shown: string, value: string): void {
  for (const spelling of spellings)
    expect(shown).not.toContain(spelling(value).replace(/^"|"$|^v=/g, ''));
  expect(shown).not.toContain(inspect(value).slice(1, -1));
}

function responses(
  sent: string,
  given: string,
  spell: (value: string) => string,
): (() => Response)[] {
  return [
    () =>
      Response.json(
        {
          kind: 'BadInput',
          message: `cannot take ${spell(sent)}, only ${spell(given)}`,
          seal: given,
          nested: [{ SEAL: given, note: spell(sent) }, { deep: { seal: { inner: given } } }],
          [sent]: 1,
          again: `the seal is ${spell(given)}`,
        },
        { status: 400 },
      ),
    () => Response.json({ kind: spell(sent), message: spell(sent) }, { status: 404 }),
    () =>
      new Response(`<html>${spell(sent)}`, {
        status: 502,
        headers: { 'content-type': 'text/html' },
      }),
    () => new Response(`{"seal": ${spell(sent)}`, { status: 200 }),
    () => Response.json({ message: spell(sent) }, { status: 418 }),
  ];
}

function headerSafe(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, '.');
}

test('no secret that a caller sent or a server answered is shown anywhere', async () => {
  expect.hasAssertions();
  await fc.assert(
    fc.asyncProperty(
      secret,
      secret,
      fc.constantFrom(...spellings),
      fc.nat({ max: 4 }),
      fc.boolean(),
      async (sent, given, spell, index, inQuery) => {
        const events: RequestEvent[] = [];
        const { methods } = createNotesClient('https://notes.example', {
          retry: false,
          onRequest: (event) => events.push(event),
          fetch: async () => {
            const response = responses(sent, given, spell)[index];
            if (response === undefined) throw new Error('No such response');
            return response();
          },
        });
        const call = inQuery
          ? methods.getNote({ id: 'a', key: sent })
          : methods.saveNote({ id: 'a', seal: sent, parts: [{ seal: given }] });
        const shown = everythingShown(await call.catch((error: unknown) => error), events);
        hidden(shown, sent);
        if (index === 0) hidden(shown, given);
      },
    ),
    { numRuns: 300 },
  );
});

test('no secret is shown where the sign-in or fetch quotes it', async () => {
  expect.hasAssertions();
  await fc.assert(
    fc.asyncProperty(secret, fc.constantFrom(...spellings), async (value, spell) => {
      const token = headerSafe(value);
      const { methods } = createNotesClient(
        'https://notes.example',
        {
          retry: false,
          fetch: async (url, init) => {
            const words = `${url} ${spell(token)} ${JSON.stringify(init)}`;
            throw new TypeError(words, {
              cause: Object.assign(new Error(words), { code: 'EBAD' }),
            });
          },
        },
        {
          authorize: (request) => {
            request.headers['authorization'] = token;
            return [token];
          },
        },
      );
      const error = await methods
        .saveNote({ id: 'a', seal: value })
        .catch((caught: unknown) => caught);
      const shown = everythingShown(error, []);
      hidden(shown, token);
      hidden(shown, value);
    }),
  );
});

test.each(['', 'u', 'us', 'user:', 'a longer name:'])(
  'a secret in Base64 behind %j is masked, but for what it shares with its neighbours',
  (before) => {
    const value = 'correct horse/battery?staple';
    const encoded = Buffer.from(`${before}${value}, and more`).toString('base64');
    const shown = createRedactor(notesTable.sensitive).text(`Basic ${encoded}.`, [value]);
    const [start, end] = [Buffer.from(before), Buffer.from(', and more')];
    expect(shown).toMatch(/^Basic [\w+/]*\[redacted\][\w+/=]*\.$/);
    // A character of Base64 may hold bits of two bytes: at most one is left at each side.
    expect(shown.length - `Basic ${mask}.`.length).toBeLessThanOrEqual(
      Math.ceil(((start.length + 1) * 4) / 3) + Math.ceil(((end.length + 1) * 4) / 3) + 2,
    );
  },
);

test('each of ten thousand secrets in a body is masked wherever the body repeats it', async () => {
  const list = Array.from({ length: 10_000 }, (_, index) => ({
    seal: `sealed${index}`,
    note: `number ${index} is sealed${9999 - index}.`,
  }));
  const { methods } = createNotesClient('https://notes.example', {
    retry: false,
    fetch: async () => Response.json({ kind: 'BadInput', list }, { status: 400 }),
  });
  const error: unknown = await methods.getNote({ id: 'a' }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    body: { list: list.map((_, index) => ({ seal: mask, note: `number ${index} is ${mask}.` })) },
  });
});

test('what cannot be searched in time, or holds too many secrets, is masked as a whole', () => {
  const redactor = createRedactor(notesTable.sensitive);
  const over = () => true;
  expect(redactor.text('x'.repeat(10_000), ['a secret'], over)).toBe(mask);
  expect(redactor.value({ a: 'x'.repeat(10_000), b: 1 }, ['a secret'], over)).toEqual({
    [mask]: 1,
  });
  expect(redactor.text('a secret', ['y'.repeat(2 ** 21)])).toBe(mask);
});

test('a request id that repeats a secret is redacted', async () => {
  const { methods } = createNotesClient('https://notes.example', {
    fetch: async () =>
      Response.json({}, { status: 400, headers: { 'x-request-id': 'id-sealed-text' } }),
  });
  await expect(methods.saveNote({ id: 'a', seal: 'sealed-text' })).rejects.toMatchObject({
    requestId: `id-${mask}`,
  });
});

test('the redactor hides by name, whatever the case and the depth', () => {
  const redactor = createRedactor(notesTable.sensitive);
  expect(redactor.value({ Seal: 'x', list: [{ seal: null }, { SEAL: 7, other: 'y' }] })).toEqual({
    Seal: mask,
    list: [{ seal: null }, { SEAL: mask, other: 'y' }],
  });
  expect(redactor.headers({ Authorization: 'x', accept: 'y' })).toEqual({
    Authorization: mask,
    accept: 'y',
  });
  expect(redactor.url('/a?KEY=x&view=1&seal=2&flag', 'getNote')).toBe(
    `/a?KEY=${mask}&view=1&seal=${mask}&flag`,
  );
  expect(redactor.url('/search?words=x', 'search')).toBe(`/search?${mask}`);
  expect(redactor.url('/a')).toBe('/a');
});

test('headers that carry credentials in any API are masked, whatever their case', () => {
  const shown = createRedactor(notesTable.sensitive).headers({
    'Set-Cookie': 'session=abc',
    COOKIE: 'session=abc',
    'proxy-authorization': 'Basic abc',
    date: 'today',
  });
  expect(shown).toEqual({
    'Set-Cookie': mask,
    COOKIE: mask,
    'proxy-authorization': mask,
    date: 'today',
  });
});
