import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import { accusations } from '../plainServers/accusations.ts';
import {
  buildPlainServers,
  everyLanguage,
  startPlainServer,
} from '../plainServers/startPlainServer.ts';
import { buildDistort, startDistort } from './startDistort.ts';

/*
 * Right servers, the mocks and the plain ones, seen through a proxy that somebody wrote who had not read the checks: it changes
 * the order and the letter case of headers, compresses, and cuts bodies into chunks, as proxies may. Nothing may be accused.
 * `--seeds N` runs for each (30), half of them strictly; `--first N` is the first seed; `--server`, `--api`: only that;
 * `--direct`: without the proxy.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '30' },
    first: { type: 'string', default: '0' },
    server: { type: 'string' },
    api: { type: 'string' },
    direct: { type: 'boolean', default: false },
  },
});

const servers = ['mock', ...everyLanguage] as const;
type Server = (typeof servers)[number];

interface Running extends AsyncDisposable {
  readonly origin: string;
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
async function accused(server: Server, api: ApiName, built: string, seed: number) {
  // A server that also draws what is merely tolerated is not held to every SHOULD.
  const strict = seed % 2 === 0;
  await using running = await startServer(server, api, built, seed, !strict);
  if (values.direct) {
    const found = await accusations(api, running.origin, seed, strict);
    return found;
  }
  await using proxy = await startDistort(built, running.origin, seed);
  const found = await accusations(api, proxy.origin, seed, strict);
  return found;
}

/** How many accusations of a run are printed. */
const shown = 10;

const built = await mkdtemp(join(tmpdir(), 'distorted-'));
try {
  await buildPlainServers(built);
  if (!values.direct) await buildDistort(built);
  const first = Number(values.first);
  for (const server of servers.filter((one) => one === (values.server ?? one)))
    for (const api of (Object.keys(apis) as ApiName[]).filter(
      (one) => one === (values.api ?? one),
    )) {
      let count = 0;
      for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
        const found = await accused(server, api, built, seed);
        if (found.length > 0) count += 1;
        for (const line of found.slice(0, shown)) console.log(`  seed ${seed}: ${line}`);
        if (found.length > shown) console.log(`  seed ${seed}: and ${found.length - shown} more`);
      }
      const how = values.direct ? 'direct' : 'distorted';
      console.log(`${server} ${api} ${how}: ${values.seeds} runs, ${count} accused`);
      if (count > 0) process.exitCode = 1;
    }
} finally {
  await rm(built, { recursive: true, force: true });
}
