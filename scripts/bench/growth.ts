import { rmSync } from 'node:fs';
import { load, type LoadRequest } from './load.ts';
import { peerPath, peerHeaders, startMockWith } from './mockPeer.ts';
import { cached, type Peer } from './peers.ts';

/*
 * pnpm bench growth
 *
 * How long the PVWA mock takes to start from a seed, to start again from the state file that it wrote, to list and to create,
 * with 1, 100, 10,000 and 100,000 providers. BENCH_GROWTH is another greatest number.
 */
const largest = Number(process.env['BENCH_GROWTH'] ?? 100_000);
const body = JSON.stringify({
  discoveryEndpointUrl: 'https://idp.example.net/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'Basic',
});
const list: LoadRequest = { method: 'GET', path: peerPath, headers: peerHeaders };

/** Milliseconds until a promise is there. */
async function timed<T>(make: () => Promise<T>): Promise<readonly [T, number]> {
  const started = performance.now();
  const made = await make();
  return [made, performance.now() - started];
}

/** Milliseconds of a list right after a change, so that none of it is kept from before. */
async function listing({ port }: Peer): Promise<number> {
  await create(port, `l${Date.now()}`);
  const [response, milliseconds] = await timed(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}${list.path}`, { headers: peerHeaders });
    return { status: answer.status, length: (await answer.arrayBuffer()).byteLength };
  });
  if (response.status !== 200) throw new Error(`a list was answered with ${response.status}`);
  return milliseconds;
}

async function create(port: number, id: string): Promise<void> {
  const { status } = await fetch(`http://127.0.0.1:${port}${peerPath}`, {
    method: 'POST',
    headers: peerHeaders,
    body: JSON.stringify({ ...JSON.parse(body), id }),
  });
  if (status !== 201) throw new Error(`a creation was answered with ${status}`);
}

/** Milliseconds for each of so many creations, of which 64 are under way at a time. */
async function creating({ port }: Peer, count: number): Promise<number> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await create(port, `new${next}`);
    }
  };
  const [, milliseconds] = await timed(() => Promise.all(Array.from({ length: 64 }, worker)));
  return milliseconds / count;
}

console.log('\nthe mock with a state file, by how many providers it holds');
for (const count of [1, 100, 10_000, 100_000].filter((one) => one <= largest)) {
  const file = cached(`state-${count}`);
  for (const end of ['', '-wal', '.lock']) rmSync(file + end, { force: true });
  const [seeded, first] = await timed(() => startMockWith(count, ['--state', file]));
  const listed = await listing(seeded);
  const created = await creating(seeded, 2000);
  seeded.stop();
  const [again, second] = await timed(() => startMockWith(count, ['--state', file]));
  await load(again.port, list, { connections: 1, milliseconds: 1 });
  again.stop();
  console.log(
    `  ${String(count).padStart(7)}: start ${first.toFixed(0)} ms, start again ${second.toFixed(0)} ms, list ${listed.toFixed(1)} ms, create ${created.toFixed(2)} ms`,
  );
}
process.exit();
