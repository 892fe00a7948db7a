import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import { accusations } from '../plainServers/accusations.ts';
import {
  buildPlainServers,
  everyLanguage,
  usualLanguages,
  startPlainServer,
} from '../plainServers/startPlainServer.ts';
import { seedsIn } from './seedsIn.ts';
import { buildDistort, startDistort } from './startDistort.ts';

const help = `Runs all checks at right servers, the mocks and the plain ones, through a proxy that somebody wrote who had not
read the checks: it changes the order and the letter case of headers, compresses, and cuts bodies into chunks, as proxies
may. Seeds that are even are run strictly. Ends with 1 where anything is accused.

  --server NAME   mock, python, go or ruby; say it again for several (mock, python and go)
  --api NAME      pvwa or wickr; say it again for both (all)
  --seeds SEEDS   30 for the seeds 0 to 29, or 15-29,31 for these (30)
  --direct        without the proxy
  --go-on         leaves out what a run of the same sources that was stopped has written to reports/distorted.ndjson

Each result is written to reports/distorted.ndjson as it comes.
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '30' },
    server: { type: 'string', multiple: true },
    api: { type: 'string', multiple: true },
    direct: { type: 'boolean', default: false },
    'go-on': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const servers = ['mock', ...everyLanguage] as const;
type Server = (typeof servers)[number];

/** One run: which server, in which way, and what was accused. */
interface Result {
  readonly server: Server;
  readonly api: ApiName;
  readonly how: 'direct' | 'distorted';
  readonly seed: number;
  readonly accused: readonly string[];
}

interface Running extends AsyncDisposable {
  readonly origin: string;
}

/** Those of `known` that were named; all where none was. Throws for a name that is not known. */
function named<T extends string>(known: readonly T[], wanted: readonly string[] | undefined) {
  const wrong = wanted?.find((one) => !known.some((name) => name === one));
  if (wrong !== undefined) throw new Error(`'${wrong}' is none of ${known.join(', ')}`);
  return known.filter((one) => wanted?.includes(one) ?? true);
}

async function startServer(
  server: Server,
  api: ApiName,
  built: string,
  seed: number,
  loose: boolean,
): Promise<Running> {
  if (server !== 'mock') return startPlainServer({ language: server, api, built, seed, loose });
  const mock = await (await apis[api].createMock())().start();
  return {
    origin: new URL(mock.url).origin,
    [Symbol.asyncDispose]: () => mock[Symbol.asyncDispose](),
  };
}

/** What a run accuses a right server of. */
async function accused(
  { server, api, seed, how }: Omit<Result, 'accused'>,
  built: string,
): Promise<readonly string[]> {
  // A server that also draws what is merely tolerated is not held to every SHOULD.
  const strict = seed % 2 === 0;
  await using running = await startServer(server, api, built, seed, !strict);
  if (how === 'direct') {
    const found = await accusations(api, running.origin, seed, strict);
    return found;
  }
  await using proxy = await startDistort(built, running.origin, seed);
  const found = await accusations(api, proxy.origin, seed, strict);
  return found;
}

/** What was run already; a line that was not finished is not it. */
async function openResults(goOn: boolean): Promise<Map<string, Result>> {
  await mkdir(new URL('.', file), { recursive: true });
  const text = goOn && existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = text.split('\n').slice(0, -1);
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  const results = lines.map((line) => JSON.parse(line) as Result);
  return new Map(results.map((result) => [nameOf(result), result]));
}

function nameOf({ server, api, how, seed }: Omit<Result, 'accused'>): string {
  return `${server} ${api} ${how} ${seed}`;
}

/** Does all runs of one server, and says what came of them. */
async function runAll(server: Server, api: ApiName): Promise<void> {
  const how = values.direct ? 'direct' : 'distorted';
  let count = 0;
  for (const seed of seeds) {
    const wanted = { server, api, how, seed } as const;
    const known = before.get(nameOf(wanted))?.accused;
    const found = known ?? (await accused(wanted, built));
    if (known === undefined)
      appendFileSync(file, `${JSON.stringify({ ...wanted, accused: found })}\n`);
    if (found.length > 0) count += 1;
    for (const line of found.slice(0, shown)) console.log(`  seed ${seed}: ${line}`);
    if (found.length > shown) console.log(`  seed ${seed}: and ${found.length - shown} more`);
  }
  console.log(`${server} ${api} ${how}: ${seeds.length} runs, ${count} accused`);
  if (count > 0) process.exitCode = 1;
}

/** How many accusations of a run are printed. */
const shown = 10;
const file = new URL('../../../../reports/distorted.ndjson', import.meta.url);
if (values.help) {
  console.log(help);
  process.exit();
}
const seeds = seedsIn(values.seeds);
const wantedServers = named(servers, values.server ?? ['mock', ...usualLanguages]);
const wantedApis = named(Object.keys(apis) as ApiName[], values.api);
const before = await openResults(values['go-on']);
const built = await mkdtemp(join(tmpdir(), 'distorted-'));
try {
  if (wantedServers.includes('go')) await buildPlainServers(built);
  if (!values.direct) await buildDistort(built);
  for (const server of wantedServers) for (const api of wantedApis) await runAll(server, api);
} finally {
  await rm(built, { recursive: true, force: true });
}
