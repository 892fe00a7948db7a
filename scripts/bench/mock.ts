import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { load, type Request } from './load.ts';
import { cache, computed, freePort, prismCli, start, wireMock, type Peer } from './peers.ts';

/*
 * pnpm bench mock
 *
 * Requests a second and the time within which 99 of 100 answers are there, at 1 and 16 connections, of raw node:http,
 * the PVWA mock, Prism's own server and WireMock, in one run in which all take turns, and how long each server computes
 * for a request, which other work on the machine does not change; then what checking signatures
 * costs, and the mock's memory over 200,000 requests. Exits with 1 where a response was wrong.
 */
const root = join(import.meta.dirname, '../..');
const node = process.execPath;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const milliseconds = Number(process.env['BENCH_MS'] ?? 2000);
const memoryRequests = Number(process.env['BENCH_MEMORY_REQUESTS'] ?? 200_000);
const one = '/PasswordVault/api/Configuration/OIDC/Providers/corp0/';
const all = '/PasswordVault/api/Configuration/OIDC/Providers';
const vendorExample =
  '{"authenticationFlow":"Code","discoveryEndpointUrl":"https://10.10.22.121/OPServer/.well-known/openid-configuration","clientId":"pvwa","clientSecretMethod":"basic","userNameClaim":"given_name"}';
const counts = [1, 100, 1000] as const;

interface Contender {
  readonly name: string;
  readonly put: readonly [Peer, Request];
  readonly lists: ReadonlyMap<number, readonly [Peer, Request]>;
}

const headers = {
  authorization: 'bench',
  'content-type': 'application/json',
  accept: 'application/json',
};
function put(path: string): Request {
  return { method: 'PUT', path, headers, body: vendorExample };
}
function get(path: string, more: Record<string, string> = {}): Request {
  return {
    method: 'GET',
    path,
    headers: { ...headers, ...more },
  };
}

function provider(id: string) {
  return {
    id,
    authenticationFlow: 'Code',
    discoveryEndpointUrl: 'https://idp.example.net/.well-known/openid-configuration',
    clientId: 'pvwa',
    clientSecretMethod: 'Basic',
    userNameClaim: 'preferred_username',
  };
}
function providers(count: number) {
  return Array.from({ length: count }, (_, index) => provider(`corp${index}`));
}

mkdirSync(cache, { recursive: true });
function file(name: string, text: string): string {
  const path = join(cache, name);
  writeFileSync(path, text);
  return path;
}

const session = { user: 'admin', role: 'vaultAdmin', lastUsed: Date.now(), closed: false };
async function mockWith(count: number): Promise<Peer> {
  const saved = Object.fromEntries(providers(count).map((entry) => [entry.id, entry]));
  const seed = { pvwa: { resources: { provider: { '': saved } }, sessions: { bench: session } } };
  const path = file(`seed-${count}.json`, JSON.stringify(seed));
  const port = await freePort();
  return start(
    `mock-${count}`,
    node,
    ['apps/mock/src/main.ts', 'pvwa', '--port', String(port), '--quiet', '--seed', path],
    port,
  );
}

async function startRaw(): Promise<Contender> {
  const port = await freePort();
  const peer = await start(
    'raw',
    node,
    [join(import.meta.dirname, 'rawServer.ts'), String(port)],
    port,
  );
  return {
    name: 'raw node:http',
    put: [peer, put(one)],
    lists: new Map(counts.map((count) => [count, [peer, get(`${all}?n=${count}`)]])),
  };
}

async function startMock(): Promise<Contender> {
  const peers = new Map<number, Peer>();
  for (const count of counts) peers.set(count, await mockWith(count));
  const [first] = peers.values();
  if (first === undefined) throw new Error('no mock was started');
  return {
    name: 'this mock',
    put: [first, put(one)],
    lists: new Map([...peers].map(([count, peer]) => [count, [peer, get(all)]])),
  };
}

async function startPrism(silent: boolean): Promise<Contender> {
  // Prism routes no base path and keeps nothing: lists are examples of the document, asked for by name.
  const document = parse(readFileSync(join(root, 'specs/pvwa/openapi.yaml'), 'utf8'), {
    maxAliasCount: -1,
  }) as {
    paths: Record<
      string,
      Record<
        string,
        { responses: Record<string, { content: Record<string, { examples: object }> }> }
      >
    >;
  };
  const responses =
    document.paths['/api/Configuration/OIDC/Providers']?.['get']?.responses['200']?.content[
      'application/json'
    ];
  if (responses === undefined) throw new Error('the specification lists no providers');
  responses.examples = Object.fromEntries(
    counts.map((count) => [`n${count}`, { value: { Providers: providers(count) } }]),
  );
  const path = file('prism.yaml', stringify(document, { aliasDuplicateObjects: false }));
  const port = await freePort();
  const name = silent ? 'Prism 5.16, silent' : 'Prism 5.16, log to a file';
  const peer = await start(
    name,
    node,
    [prismCli(), 'mock', '-p', String(port), ...(silent ? ['-v', 'silent'] : []), path],
    port,
  );
  const below = (target: string): string => target.replace('/PasswordVault', '');
  return {
    name,
    put: [peer, put(below(one))],
    lists: new Map(
      counts.map((count) => [count, [peer, get(below(all), { prefer: `example=n${count}` })]]),
    ),
  };
}

async function startWireMock(): Promise<Contender | undefined> {
  const jar = wireMock();
  if (jar === undefined) return undefined;
  const folder = join(cache, 'wiremock');
  mkdirSync(join(folder, 'mappings'), { recursive: true });
  const signedIn = { headers: { Authorization: { equalTo: 'bench' } } };
  const mappings = [
    {
      request: {
        method: 'PUT',
        urlPath: one,
        ...signedIn,
        bodyPatterns: [{ matchesJsonPath: '$.clientId' }],
      },
      response: { status: 200 },
    },
    ...counts.map((count) => ({
      request: {
        method: 'GET',
        urlPath: all,
        queryParameters: { n: { equalTo: String(count) } },
        ...signedIn,
      },
      response: {
        status: 200,
        headers: { 'Content-Type': 'application/json' },
        jsonBody: { Providers: providers(count) },
      },
    })),
  ];
  writeFileSync(join(folder, 'mappings/bench.json'), JSON.stringify({ mappings }));
  const port = await freePort();
  const peer = await start(
    'wiremock',
    'java',
    [
      '-jar',
      jar,
      '--port',
      String(port),
      '--bind-address',
      '127.0.0.1',
      '--root-dir',
      folder,
      '--no-request-journal',
      '--disable-banner',
    ],
    port,
  );
  return {
    name: 'WireMock 3.13',
    put: [peer, put(one)],
    lists: new Map(counts.map((count) => [count, [peer, get(`${all}?n=${count}`)]])),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Measures every contender in turns, and prints one line each with the ratio to the last of the list. */
async function table(
  title: string,
  rows: readonly (readonly [string, Peer, Request])[],
  base: string,
): Promise<void> {
  console.log(`\n${title}`);
  for (const connections of [1, 16]) {
    const measured = new Map(
      rows.map(([name]) => [
        name,
        { rate: [] as number[], p99: [] as number[], milliseconds: 0, requests: 0, wrong: 0 },
      ]),
    );
    for (let round = 0; round <= rounds; round += 1)
      for (const [name, peer, request] of rows) {
        const before = computed(peer.pid);
        const result = await load(peer.port, request, { connections, milliseconds });
        const entry = measured.get(name);
        // The first round warms up.
        if (entry === undefined || round === 0) continue;
        entry.rate.push(result.requestsPerSecond);
        entry.p99.push(result.p99);
        entry.wrong += result.wrong;
        entry.milliseconds += computed(peer.pid) - before;
        entry.requests += (result.requestsPerSecond * milliseconds) / 1000;
      }
    const reference = median(measured.get(base)?.rate ?? []);
    for (const [name, { rate, p99, wrong, ...server }] of measured) {
      const microseconds = ((server.milliseconds * 1000) / server.requests).toFixed(0);
      if (wrong > 0) process.exitCode = 1;
      const ratio = (median(rate) / reference).toFixed(2);
      console.log(
        `  ${String(connections).padStart(2)} connections  ${name.padEnd(28)} ${median(rate).toFixed(0).padStart(7)}/s  ${ratio.padStart(6)} x  p99 ${median(p99).toFixed(2).padStart(7)} ms  computing ${microseconds.padStart(5)} µs${wrong > 0 ? `  WRONG ANSWERS: ${wrong}` : ''}`,
      );
    }
  }
}

function residentMegabytes(pid: number): number {
  return (
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) /
    1024
  );
}

const contenders = [
  await startRaw(),
  await startMock(),
  await startPrism(false),
  await startPrism(true),
  await startWireMock(),
].filter((contender) => contender !== undefined);
const base = 'Prism 5.16, log to a file';
await table(
  "PUT of the vendor's example, with state",
  contenders.map(({ name, put: [peer, request] }) => [name, peer, request]),
  base,
);
for (const count of counts)
  await table(
    `GET of a list of ${count}`,
    contenders.flatMap(({ name, lists }) => {
      const entry = lists.get(count);
      return entry === undefined ? [] : [[name, ...entry] as const];
    }),
    base,
  );

const mock = contenders.find(({ name }) => name === 'this mock');
if (mock !== undefined) {
  const [peer, request] = mock.put;
  const before = residentMegabytes(peer.pid);
  let sent = 0;
  while (sent < memoryRequests)
    sent += (await load(peer.port, request, { connections: 16, milliseconds: 1000 }))
      .requestsPerSecond;
  console.log(
    `\nmemory of the mock: ${before.toFixed(0)} MB before, ${residentMegabytes(peer.pid).toFixed(0)} MB after ${Math.round(sent)} more requests`,
  );
}
await import('./signature.ts');
process.exit();
