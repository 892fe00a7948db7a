import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import document from '@oidc-admin/pvwa-spec/document.json' with { type: 'json' };
import { load, type LoadRequest } from './load.ts';
import { listLengths, madeProviders } from './madeProviders.ts';
import { peerHeaders, peerPath, residentMegabytes, startMockWith } from './mockPeer.ts';
import { cached, computed, type Peer, prismCli, start, startProgram, wireMock } from './peers.ts';

/*
 * pnpm bench mock
 *
 * Requests a second and the time within which 99 of 100 responses are there, at 1 and 16 connections, of raw node:http,
 * the PVWA mock, Prism's own server and WireMock, in one run in which all take turns, and how long each server computes
 * for a request, which other work on the machine does not change; then what checking signatures
 * costs, the mock's memory over 200,000 requests, and how it grows with what it holds. Exits with 1 where a response was wrong.
 */
const node = process.execPath;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const milliseconds = Number(process.env['BENCH_MS'] ?? 2000);
const memoryRequests = Number(process.env['BENCH_MEMORY_REQUESTS'] ?? 200_000);
const one = `${peerPath}/corp0/`;
const vendorExample =
  '{"authenticationFlow":"Code","discoveryEndpointUrl":"https://10.10.22.121/OPServer/.well-known/openid-configuration","clientId":"pvwa","clientSecretMethod":"basic","userNameClaim":"given_name"}';

/** A request to a server that is measured. */
type Measured = readonly [Peer, LoadRequest];

interface Contender {
  readonly name: string;
  readonly put: Measured;
  readonly list: (count: number) => Measured;
}

function put(path: string): LoadRequest {
  return { method: 'PUT', path, headers: peerHeaders, body: vendorExample };
}

function get(path: string, more: Readonly<Record<string, string>> = {}): LoadRequest {
  return { method: 'GET', path, headers: { ...peerHeaders, ...more } };
}

function file(name: string, data: unknown): string {
  const path = cached(name);
  writeFileSync(path, JSON.stringify(data));
  return path;
}

async function startRaw(): Promise<Contender> {
  const peer = await startProgram('fixedServer.ts');
  return {
    name: 'raw node:http',
    put: [peer, put(one)],
    list: (count) => [peer, get(`${peerPath}?n=${count}`)],
  };
}

async function startMock(): Promise<Contender> {
  const peers = await Promise.all(listLengths.map((count) => startMockWith(count)));
  const peerWith = (count: number): Peer => {
    const peer = peers[listLengths.findIndex((length) => length === count)];
    if (peer === undefined) throw new Error(`no mock holds ${count} providers`);
    return peer;
  };
  return {
    name: 'this mock',
    put: [peerWith(1), put(one)],
    list: (count) => [peerWith(count), get(peerPath)],
  };
}

async function startPrism(silent: boolean): Promise<Contender> {
  // Prism routes no base path and keeps nothing: lists are examples of the document, asked for by name.
  const copy = structuredClone(document);
  const response = copy.paths['/api/Configuration/OIDC/Providers'].get.responses['200'];
  const examples = listLengths.map((n) => [`n${n}`, { value: { Providers: madeProviders(n) } }]);
  Object.assign(response.content['application/json'], { examples: Object.fromEntries(examples) });
  const path = file('prism.json', copy);
  const name = silent ? 'Prism 5.16, silent' : 'Prism 5.16, log to a file';
  const program = [prismCli(), 'mock', ...(silent ? ['-v', 'silent'] : [])];
  const peer = await start(name, node, (port) => [...program, '-p', String(port), path]);
  const below = (target: string): string => target.replace('/PasswordVault', '');
  return {
    name,
    put: [peer, put(below(one))],
    list: (count) => [peer, get(below(peerPath), { prefer: `example=n${count}` })],
  };
}

async function startWireMock(): Promise<Contender | undefined> {
  const jar = wireMock();
  if (jar === undefined) return undefined;
  const headers = { Authorization: { equalTo: 'bench' } };
  const bodyPatterns = [{ matchesJsonPath: '$.clientId' }];
  const saving = {
    request: { method: 'PUT', urlPath: one, headers, bodyPatterns },
    response: { status: 200 },
  };
  const listing = listLengths.map((count) => ({
    request: {
      method: 'GET',
      urlPath: peerPath,
      queryParameters: { n: { equalTo: String(count) } },
      headers,
    },
    response: {
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      jsonBody: { Providers: madeProviders(count) },
    },
  }));
  const mappings = file('wiremock/mappings/bench.json', { mappings: [saving, ...listing] });
  const folder = dirname(dirname(mappings));
  const options = ['--no-request-journal', '--disable-banner', '--bind-address', '127.0.0.1'];
  const program = ['-jar', jar, '--root-dir', folder, ...options];
  const peer = await start('wiremock', 'java', (port) => [...program, '--port', String(port)]);
  return {
    name: 'WireMock 3.13',
    put: [peer, put(one)],
    list: (count) => [peer, get(`${peerPath}?n=${count}`)],
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** What was measured of one server over all rounds. */
interface Total {
  readonly rates: number[];
  readonly p99: number[];
  computing: number;
  requests: number;
  wrong: number;
}

async function measureRound(
  [peer, request]: Measured,
  connections: number,
  total: Total,
): Promise<void> {
  const before = computed(peer.pid);
  const result = await load(peer.port, request, { connections, milliseconds });
  total.rates.push(result.requestsPerSecond);
  total.p99.push(result.p99);
  total.wrong += result.wrong;
  total.computing += computed(peer.pid) - before;
  total.requests += result.requests;
}

/** Measures every contender in turns, and prints a line for each with the ratio to Prism's own server. */
async function table(
  title: string,
  ofContender: (contender: Contender) => Measured,
): Promise<void> {
  console.log(`\n${title}`);
  for (const connections of [1, 16]) {
    const totals = contenders.map(() => empty());
    for (let round = 0; round <= rounds; round += 1)
      for (const [index, contender] of contenders.entries()) {
        // The first round warms up.
        const total = round === 0 ? empty() : (totals[index] ?? empty());
        await measureRound(ofContender(contender), connections, total);
      }
    const reference = median(
      totals[contenders.findIndex(({ name }) => name === base)]?.rates ?? [],
    );
    for (const [index, { name }] of contenders.entries())
      printRow(connections, name, totals[index] ?? empty(), reference);
  }
}

function empty(): Total {
  return { rates: [], p99: [], computing: 0, requests: 0, wrong: 0 };
}

function printRow(connections: number, name: string, total: Total, reference: number): void {
  const rate = median(total.rates);
  const cells = [
    `  ${String(connections).padStart(2)} connections`,
    name.padEnd(28),
    `${rate.toFixed(0).padStart(7)}/s`,
    `${(rate / reference).toFixed(2).padStart(6)} x`,
    `p99 ${median(total.p99).toFixed(2).padStart(7)} ms`,
    `computing ${((total.computing * 1000) / total.requests).toFixed(0).padStart(5)} µs`,
    ...(total.wrong > 0 ? [`WRONG RESPONSES: ${total.wrong}`] : []),
  ];
  if (total.wrong > 0) process.exitCode = 1;
  console.log(cells.join('  '));
}

async function printMemory({ put: [peer, request] }: Contender): Promise<void> {
  const before = residentMegabytes(peer.pid);
  let sent = 0;
  while (sent < memoryRequests)
    sent += (await load(peer.port, request, { connections: 16, milliseconds: 1000 })).requests;
  console.log(
    `\nmemory of the mock: ${before.toFixed(0)} MB before, ${residentMegabytes(peer.pid).toFixed(0)} MB after ${Math.round(sent)} more requests`,
  );
}

const base = 'Prism 5.16, log to a file';
const mock = await startMock();
const contenders = [
  await startRaw(),
  mock,
  await startPrism(false),
  await startPrism(true),
  await startWireMock(),
].filter((contender) => contender !== undefined);
await table("PUT of the vendor's example, with state", (contender) => contender.put);
for (const count of listLengths)
  await table(`GET of a list of ${count}`, (contender) => contender.list(count));
await printMemory(mock);
await import('./signature.ts');
await import('./growth.ts');
process.exit();
