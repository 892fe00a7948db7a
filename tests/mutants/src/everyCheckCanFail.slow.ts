import {
  checkAll,
  checksOf,
  demonstration,
  startProxy,
  type Changed,
  type Check,
  type Passing,
} from '@oidc-admin/conformance/testing';
import { startPvwaServer } from '@oidc-admin/reference-servers/pvwaServer.ts';
import { startWickrServer } from '@oidc-admin/reference-servers/wickrServer.ts';
import { describe, expect, test } from 'vitest';

const start = { pvwa: startPvwaServer, wickr: startWickrServer } as const;
const json = { 'content-type': 'application/json' };
function isSignIn({ path }: Passing): boolean {
  return /auth\/.*logo/i.test(path);
}
function isWrite({ method }: Passing): boolean {
  return method === 'POST';
}

function altered(value: unknown): unknown {
  if (typeof value === 'string') return `${value}~`;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return value.slice(1).map(altered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, altered(inner)]));
}

type Json = { [name: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merged(before: unknown, now: unknown): unknown {
  if (!isObject(before) || !isObject(now)) return now;
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return Object.fromEntries(
    [...names].map((name) => [name, name in now ? merged(before[name], now[name]) : before[name]]),
  );
}

type Fault = (passing: Passing) => Partial<Changed> | undefined;

/** Never forgets a property that it has once seen. */
function merging(): Fault {
  const observed = new Map<string, unknown>();
  return ({ method, path, status, body }) => {
    if (method !== 'GET' || status !== 200) return undefined;
    const now = merged(observed.get(path), JSON.parse(body.toString()));
    observed.set(path, now);
    return { body: Buffer.from(JSON.stringify(now)) };
  };
}

const somethingElse: Fault = (passing) =>
  passing.status < 300 && !isSignIn(passing) && !isWrite(passing) && passing.body.length > 0
    ? { body: Buffer.from(JSON.stringify(altered(JSON.parse(passing.body.toString())))) }
    : undefined;

/** A server whose reads show the last secret that somebody wrote. */
function remembering(): Fault {
  let secret: Json = {};
  return ({ method, status, requestBody, body }) => {
    const [, name, value] = /"(clientSecret|secret)":"([^"\\\\]+)"/.exec(requestBody) ?? [];
    if (name !== undefined && value !== undefined) secret = { [name]: value };
    return method === 'GET' && status === 200
      ? {
          body: Buffer.from(
            JSON.stringify({ ...(JSON.parse(body.toString()) as Json), ...secret }),
          ),
        }
      : undefined;
  };
}

/** Ways to break a correct server from the outside: what happens to its responses. */
const faults: Readonly<Record<string, Fault>> = {
  'whatever is refused seems to be accepted': ({ status }) =>
    status >= 400 ? { status: 200, headers: json, body: Buffer.from('{}') } : undefined,
  'reading and deleting fails': (passing) =>
    isWrite(passing) || isSignIn(passing)
      ? undefined
      : { status: 500, headers: json, body: Buffer.from('{}') },
  'writing fails, though it is done': (passing) =>
    isWrite(passing) && !isSignIn(passing) && passing.status < 300
      ? { status: 500, headers: json, body: Buffer.from('{}') }
      : undefined,
  'what is read is something else': somethingElse,
  'what was sent comes back in a header': ({ requestBody, headers }) => ({
    headers: { ...headers, 'x-echo': encodeURIComponent(requestBody) },
  }),
  'null breaks the server': ({ requestBody }) =>
    requestBody.includes(':null')
      ? { status: 500, headers: json, body: Buffer.from('{}') }
      : undefined,
  'a character set of a media type is not known': ({ requestHeaders, status }) =>
    status < 300 && /charset/i.test(requestHeaders['content-type'] ?? '')
      ? { status: 400, headers: json, body: Buffer.from('{}') }
      : undefined,
  'what was not asked for is there': ({ method, status, body }) =>
    method === 'GET' && status === 200
      ? {
          body: Buffer.from(
            JSON.stringify({ tokenInfo: {}, ...(JSON.parse(body.toString()) as Json) }),
          ),
        }
      : undefined,
  'what is not there can be read': ({ method, status }) =>
    method === 'GET' && status === 404
      ? { status: 200, headers: json, body: Buffer.from('{}') }
      : undefined,
  'a secret that was written can be read': remembering(),
  'nothing is ever forgotten': merging(),
  'no session is closed': ({ path, status }) =>
    /logoff/i.test(path) && status < 300
      ? { status: 503, headers: json, body: Buffer.from('{}') }
      : undefined,
  'no session is opened or closed': (passing) =>
    isSignIn(passing) && passing.status < 300
      ? { status: 503, headers: json, body: Buffer.from('{}') }
      : undefined,
};

/** One write in two is refused: a check that blames a value has to see another one taken. */
function halfRefused(): Fault {
  let writes = 0;
  return (passing) => {
    if (!isWrite(passing) || isSignIn(passing) || passing.status >= 300) return undefined;
    writes += 1;
    return writes % 2 === 1 ? { status: 400, headers: json, body: Buffer.from('{}') } : undefined;
  };
}

const apis = ['pvwa', 'wickr'] as const;

describe.each(apis)('the checks of %s', (api) => {
  test('can each fail, and then name what they are about', { timeout: 300_000 }, async () => {
    const { contract } = await demonstration(api);
    const silent = new Set(checksOf(contract).map(({ id }) => id));
    const byId = new Map<string, Check>(checksOf(contract).map((one) => [one.id, one]));
    const breakBy = async (
      change: Fault,
      seed: number,
      wanted: (one: Check) => boolean,
    ): Promise<void> => {
      await using server = await start[api]();
      await using proxy = await startProxy(server.url, change);
      const { results } = await checkAll(api, proxy.url, { wanted, seed, timeoutMs: 1000 });
      // Least of all where a server tells what it should not.
      expect(JSON.stringify(results)).not.toMatch(/cnry|Passw0rd|wJalrXUtnFEMI/i);
      for (const { id, mismatches } of results) {
        const own = byId.get(id)?.clauses ?? [];
        if (mismatches.some(({ clause }) => own.includes(clause))) silent.delete(id);
      }
    };
    for (const [seed, change] of Object.values(faults).entries())
      await breakBy(
        change,
        seed,
        ({ id, resource, waits }) =>
          !id.endsWith('.expired.security') &&
          (silent.has(id) || (resource !== undefined && waits !== true)),
      );
    // What a random sequence does depends on the seed.
    const isRandom = (id: string): boolean => id.endsWith('/random');
    for (let seed = 20; seed < 60 && [...silent].some(isRandom); seed += 1)
      await breakBy(somethingElse, seed, ({ id }) => isRandom(id));
    const isOfValue = (id: string): boolean =>
      silent.has(id) && /\.(?:at(?:Max|Min)\w+|enumValue)(?:\/|$)/.test(id);
    for (let seed = 60; seed < 100 && [...silent].some(isOfValue); seed += 1)
      await breakBy(halfRefused(), seed, ({ id }) => isOfValue(id));
    expect([...silent].filter((id) => !id.endsWith('.expired.security'))).toEqual([]);
  });
});

test('a session that never ends is found', { timeout: 180_000 }, async () => {
  await using server = await startPvwaServer({ sessionTimeoutSeconds: 600 });
  const { results } = await checkAll('pvwa', server.url, {
    sessionTimeoutSeconds: 1,
    wanted: ({ id }) => id.endsWith('.expired.security'),
  });
  expect(results.length).toBeGreaterThan(0);
  for (const { id, mismatches } of results)
    expect(mismatches.map(({ clause }) => clause)).toContain(id);
});
