import { rmSync } from 'node:fs';
import { peerBody, peerHeaders, peerPath, startMockWith } from './mockPeer.ts';
import { cached, type Peer } from './peers.ts';

/*
 * How long the PVWA mock takes to create, to list, and to start again from the state file that it wrote, with 1, 100, 10,000 and
 * 100,000 providers, all made over HTTP; BENCH_GROWTH is another greatest number. Exits with 1 where ten times as many cost more
 * than twenty times as long.
 */
const largest = Number(process.env['BENCH_GROWTH'] ?? 100_000);
const steepest = 2;

interface Growth {
  readonly count: number;
  /** Milliseconds: of one creation on the way there, of a whole list, and until it answers after a start. */
  readonly create: number;
  readonly list: number;
  readonly start: number;
}

/** Milliseconds until a promise is there. */
async function timed<T>(make: () => Promise<T>): Promise<readonly [T, number]> {
  const started = performance.now();
  const made = await make();
  return [made, performance.now() - started];
}

async function create(peer: Peer, id: string): Promise<void> {
  const { status } = await fetch(`http://127.0.0.1:${peer.port}${peerPath}`, {
    method: 'POST',
    headers: peerHeaders,
    body: JSON.stringify({ ...peerBody, id }),
  });
  // On a busy machine a request may take too long to arrive; then nothing was made.
  if (status === 408) return create(peer, id);
  if (status !== 201) throw new Error(`a creation was answered with ${status}`);
}

/** Milliseconds for each creation of those that are missing, of which 64 are under way at a time. */
async function creating(peer: Peer, from: number, to: number): Promise<number> {
  let next = from;
  const worker = async (): Promise<void> => {
    while (next < to) {
      next += 1;
      await create(peer, `made${next}`);
    }
  };
  const [, milliseconds] = await timed(() => Promise.all(Array.from({ length: 64 }, worker)));
  return milliseconds / (to - from);
}

/** Milliseconds of the first list after a change, so that none of it is kept from before. Throws where one is missing. */
async function listing({ port }: Peer, count: number): Promise<number> {
  const [found, milliseconds] = await timed(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}${peerPath}`, { headers: peerHeaders });
    return ((await answer.json()) as { readonly Providers: readonly unknown[] }).Providers.length;
  });
  if (found !== count) throw new Error(`${found} of ${count} providers are listed`);
  return milliseconds;
}

async function measured(): Promise<readonly Growth[]> {
  const file = cached('growth-state');
  for (const end of ['', '-wal', '-shm', '.lock']) rmSync(file + end, { force: true });
  const begin = (): Promise<Peer> => startMockWith(0, ['--state', file]);
  const found: Growth[] = [];
  let peer = await begin();
  let made = 0;
  for (const count of [1, 100, 10_000, 100_000].filter((one) => one <= largest)) {
    const perCreation = await creating(peer, made, count);
    made = count;
    const list = await listing(peer, count);
    peer.stop();
    const [again, start] = await timed(begin);
    peer = again;
    // What was answered is there after a kill.
    await listing(peer, count);
    found.push({ count, create: perCreation, list, start });
  }
  peer.stop();
  return found;
}

console.log('\nthe mock with a state file, by how many providers were made over HTTP');
const steps = await measured();
for (const { count, create: one, list, start } of steps)
  console.log(
    `  ${String(count).padStart(7)}: create ${one.toFixed(2)} ms, list ${list.toFixed(1)} ms, start again after a kill ${start.toFixed(0)} ms`,
  );
const [before, last] = steps.slice(-2);
if (before !== undefined && last !== undefined) {
  const linear = (last.count / before.count) * steepest;
  if (last.create > before.create * steepest) process.exitCode = 1;
  if (last.list > before.list * linear || last.start > before.start * linear) process.exitCode = 1;
}
