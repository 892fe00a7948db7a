import { expect, test, vi } from 'vitest';
import { createNotesClient, notesToken } from './fixtures/notesClient.ts';
import type { HttpExchange, RequestEvent } from './index.ts';

function responding(...responses: (() => Response)[]) {
  const sent: { url: string; init: RequestInit }[] = [];
  return {
    sent,
    headers: (index = 0) => new Headers(sent[index]?.init.headers),
    fetch: async (url: string, init: RequestInit): Promise<Response> => {
      sent.push({ url, init });
      const response = responses[Math.min(sent.length, responses.length) - 1];
      if (response === undefined) throw new Error('No response is left');
      return response();
    },
  };
}

function ok() {
  return Response.json({ id: 'a' });
}
function broken() {
  return Response.json({ message: 'no' }, { status: 500 });
}

test('a flat input becomes path, query and body', async () => {
  const wire = responding(ok);
  const { methods } = createNotesClient('https://notes.example/base', wire);
  await methods.getNote({ id: 'ä/b', view: "a b&c'()*", key: undefined, 'X-Note-Mode': 'x' });
  await methods.saveNote({ id: 'n', text: 't', parts: [{ seal: 's' }] });
  expect(wire.sent[0]?.url).toBe("https://notes.example/base/notes/%C3%A4%2Fb?view=a%20b%26c'()*");
  expect(wire.sent[0]?.init).toMatchObject({ method: 'GET', redirect: 'manual' });
  expect(wire.sent[1]?.init).toMatchObject({
    method: 'PUT',
    body: '{"id":"n","text":"t","parts":[{"seal":"s"}]}',
  });
  expect(wire.headers(0).get('x-note-mode')).toBe('x');
  expect(wire.headers(0).has('content-type')).toBe(false);
  expect(wire.headers(1).get('content-type')).toBe('application/json');
});

test('a body that is merged is sent as what it is, null included', async () => {
  const wire = responding(() => new Response(null, { status: 200 }));
  const { methods } = createNotesClient('https://notes.example', wire);
  await methods.changeNote({ id: 'n', text: null });
  expect(wire.sent[0]?.init).toMatchObject({ method: 'PATCH', body: '{"text":null}' });
  expect(wire.headers(0).get('content-type')).toBe('application/merge-patch+json');
});

test.each([
  [{}, "'id' is missing"],
  [{ id: '' }, "'id' is empty"],
  [{ id: '.' }, "'id' is '.'"],
  [{ id: '..' }, "'id' is '..'"],
  [{ id: 'a b' }, "'id' is 'a b'; it must match"],
  [{ id: 'a'.repeat(51) }, "'id' has 51 characters; the maximum is 50"],
  [{ id: {} }, "'id' is not a text"],
  [{ id: '\ud800' }, "'id' holds half a surrogate pair"],
  [{ id: 'a', veiw: 'x' }, "'veiw' is not known here; known are id, X-Note-Mode, view, key"],
])('an input that cannot be sent is refused: %o', async (input, message) => {
  const wire = responding(ok);
  const { methods } = createNotesClient('https://notes.example', wire);
  await expect(methods.getNote(input)).rejects.toThrow(message);
  await expect(methods.getNote(input)).rejects.toMatchObject({ code: 'InputError' });
  expect(wire.sent).toHaveLength(0);
});

test('limits of a path parameter count characters', async () => {
  const wire = responding(ok);
  const { methods } = createNotesClient('https://notes.example', wire);
  await methods.getNote({ id: '𝒳'.repeat(50) });
  expect(wire.sent).toHaveLength(1);
});

test('the hook gets every attempt, and no secret', async () => {
  const events: RequestEvent[] = [];
  const wire = responding(broken, ok);
  const { methods } = createNotesClient('https://notes.example', {
    fetch: wire.fetch,
    onRequest: (event) => events.push(event),
  });
  await methods.getNote({ id: 'a', key: 'very secret', view: 'all' });
  await methods.search({ words: 'very secret' });
  const url = 'https://notes.example/notes/a?key=[redacted]&view=all';
  const durationMs: unknown = expect.any(Number);
  expect(events).toEqual([
    {
      operation: 'getNote',
      path: '/notes/{id}',
      attempt: 1,
      method: 'GET',
      url,
      durationMs,
      status: 500,
      errorCode: 'Broken',
    },
    {
      operation: 'getNote',
      path: '/notes/{id}',
      attempt: 2,
      method: 'GET',
      url,
      durationMs,
      status: 200,
    },
    {
      operation: 'search',
      path: '/search',
      attempt: 1,
      method: 'GET',
      url: 'https://notes.example/search?[redacted]',
      durationMs,
      status: 200,
    },
  ]);
});

test('the hook gets a connection that failed', async () => {
  const events: RequestEvent[] = [];
  const { methods } = createNotesClient('https://notes.example', {
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    retry: false,
    onRequest: (event) => events.push(event),
  });
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ code: 'ConnectionError' });
  expect(events).toMatchObject([{ errorCode: 'ConnectionError' }]);
  expect(events[0]).not.toHaveProperty('status');
});

test('a hook that throws changes nothing', async () => {
  const wire = responding(ok);
  const { methods } = createNotesClient('https://notes.example', {
    fetch: wire.fetch,
    onRequest: () => {
      throw new Error('the watcher failed');
    },
    onExchange: () => {
      throw new Error('the watcher failed');
    },
  });
  expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
});

test('an exchange shows of a redirect only where it leads, without query and password', async () => {
  const exchanges: HttpExchange[] = [];
  const location = 'https://user:hunter2@idp.example/sign-in?SAMLRequest=hunter2';
  const wire = responding(() => new Response(null, { status: 302, headers: { location } }));
  const { methods } = createNotesClient('https://notes.example', {
    fetch: wire.fetch,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ reason: 'redirect' });
  expect(exchanges[0]?.response?.headers).toEqual({ location: 'https://idp.example/sign-in?…' });
});

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test('a trace context is passed on, from the client or from the call', async () => {
  const wire = responding(ok);
  const { methods } = createNotesClient('https://notes.example', {
    fetch: wire.fetch,
    traceContext: () => ({ traceparent, tracestate: 'a=1' }),
  });
  await methods.getNote({ id: 'a' });
  const own = traceparent.replace('b7', 'c8');
  await methods.getNote({ id: 'a' }, { traceContext: { traceparent: own } });
  expect(wire.headers(0).get('traceparent')).toBe(traceparent);
  expect(wire.headers(0).get('tracestate')).toBe('a=1');
  expect(wire.headers(1).get('traceparent')).toBe(own);
  expect(wire.headers(1).has('tracestate')).toBe(false);
});

test.each(['', 'x', `${traceparent}\r\nx: y`, traceparent.replace(/0af.*9c/, '0'.repeat(32))])(
  'a malformed trace context is left out: %j',
  async (malformed) => {
    const wire = responding(ok);
    const { methods } = createNotesClient('https://notes.example', wire);
    await methods.getNote({ id: 'a' }, { traceContext: { traceparent: malformed } });
    expect(wire.headers(0).has('traceparent')).toBe(false);
  },
);

test('an operation without security carries no credentials', async () => {
  const wire = responding(ok);
  const { methods } = createNotesClient('https://notes.example', wire);
  await methods.ping();
  await methods.getNote({ id: 'a' });
  expect(wire.headers(0).has('authorization')).toBe(false);
  expect(wire.headers(1).get('authorization')).toBe(notesToken);
});

test('a refused proof is renewed once, even where nothing else may be repeated', async () => {
  const refused = () => Response.json({}, { status: 401 });
  let proofs = 0;
  const authentication = {
    authorize: (request: { headers: Record<string, string> }) => {
      proofs += 1;
      request.headers['authorization'] = `proof ${proofs}`;
      return [];
    },
    refused: () => true,
  };
  const wire = responding(refused, () => Response.json({ id: 'a' }, { status: 201 }));
  const { methods } = createNotesClient('https://notes.example', wire, authentication);
  expect(await methods.addNote({ id: 'a' })).toEqual({ id: 'a' });
  expect(wire.headers(1).get('authorization')).toBe('proof 2');

  const never = responding(refused);
  const other = createNotesClient('https://notes.example', never, authentication);
  await expect(other.methods.addNote({ id: 'a' })).rejects.toMatchObject({ code: 'SignInNeeded' });
  expect(never.sent).toHaveLength(2);
});

test('an API key may be added to the URL; no hook shows it', async () => {
  const events: RequestEvent[] = [];
  const wire = responding(ok);
  const { methods } = createNotesClient(
    'https://notes.example',
    { fetch: wire.fetch, onRequest: (event) => events.push(event) },
    {
      authorize: (request) => {
        request.url += '?access=the-api-key';
        return ['the-api-key'];
      },
    },
  );
  await methods.getNote({ id: 'a' });
  expect(wire.sent[0]?.url).toBe('https://notes.example/notes/a?access=the-api-key');
  expect(events[0]?.url).toBe('https://notes.example/notes/a?access=[redacted]');
});

test('no retry follows a sign-in that failed, however transient its error', async () => {
  const events: RequestEvent[] = [];
  let asked = 0;
  const wire = responding(ok);
  const { methods } = createNotesClient(
    'https://notes.example',
    { fetch: wire.fetch, onRequest: (event) => events.push(event) },
    {
      authorize: async () => {
        asked += 1;
        throw new Error('no keys today');
      },
    },
  );
  await expect(methods.getNote({ id: 'a' })).rejects.toThrow('no keys today');
  expect(asked).toBe(1);
  expect(wire.sent).toHaveLength(0);
});

test('no Request is built on the way', async () => {
  vi.stubGlobal('Request', function built(): never {
    throw new Error('A Request was built');
  });
  try {
    const wire = responding(ok);
    const { methods } = createNotesClient('https://notes.example', wire);
    expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
  } finally {
    vi.unstubAllGlobals();
  }
});

test('the raw client answers data, error and response', async () => {
  const wire = responding(
    ok,
    () => Response.json({ kind: 'NoSuchNote', message: 'none' }, { status: 404 }),
    () => new Response('{"id"', { headers: { 'content-type': 'application/json' } }),
  );
  const { raw } = createNotesClient('https://notes.example', wire);
  const client = raw as unknown as Record<
    string,
    (
      path: string,
      init?: object,
    ) => Promise<{ data?: unknown; error?: unknown; response: Response }>
  >;
  const get = (path: string) => client['GET']?.(path, { params: { path: { id: 'a' } } });
  expect(await get('/notes/{id}')).toMatchObject({ data: { id: 'a' }, response: { status: 200 } });
  expect(await get('/notes/{id}')).toMatchObject({
    error: { kind: 'NoSuchNote' },
    response: { status: 404 },
  });
  await expect(get('/notes/{id}')).rejects.toMatchObject({ reason: 'notJson' });
  await expect(get('/other')).rejects.toMatchObject({ code: 'InputError' });
  await expect(
    client['GET']?.('/notes/{id}', { params: { path: { id: '..' } } }),
  ).rejects.toMatchObject({ code: 'InputError', property: 'id' });
  expect(wire.headers(0).get('authorization')).toBe(notesToken);
});

test('the wire name of an error decides before its status', async () => {
  const wire = responding(
    () => Response.json({}, { status: 400, headers: { 'x-failure': 'NoSuchNote:http://x/' } }),
    () => Response.json({ kind: 'space#NotAllowed' }, { status: 400 }),
    () => Response.json({ kind: 'E42' }, { status: 400 }),
  );
  const { methods } = createNotesClient('https://notes.example', wire);
  const failure = () => methods.getNote({ id: 'a' }).catch((error: unknown) => error);
  expect(await failure()).toMatchObject({ code: 'NoSuchNote', status: 400 });
  expect(await failure()).toMatchObject({ code: 'NotAllowed', status: 400 });
  expect(await failure()).toMatchObject({ code: 'BadInput', wireCode: 'E42' });
});
