import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import { accusations } from './accusations.ts';
import { buildPlainServers, chosenLanguages, startPlainServer } from './startPlainServer.ts';

/*
 * Plain servers in other languages, written from the facts by people who had not read the checks. Each run starts one with
 * a seed that draws every branch which the facts leave open, and does all checks with the same seed: strictly, and not
 * strictly where the server also draws what is merely tolerated. Nothing may be accused.
 * `--seeds N` runs for each (30); `--first N` is the first seed (0: the least usual branches); `--language`, `--api`: only that.
 * The server in Ruby draws nothing and is run where it is named.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '30' },
    first: { type: 'string', default: '0' },
    language: { type: 'string' },
    api: { type: 'string' },
  },
});

/** How many accusations of a run are printed. */
const shown = 10;

const built = await mkdtemp(join(tmpdir(), 'plain-servers-'));
try {
  const languages = chosenLanguages(values.language);
  if (languages.includes('go')) await buildPlainServers(built);
  const first = Number(values.first);
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => first + index);
  for (const language of languages) {
    for (const api of (Object.keys(apis) as ApiName[]).filter(
      (one) => one === (values.api ?? one),
    )) {
      for (const strict of [true, false]) {
        let accused = 0;
        for (const seed of seeds) {
          await using server = await startPlainServer({
            language,
            api,
            built,
            seed,
            loose: !strict,
          });
          const found = await accusations(api, server.origin, seed, strict);
          if (found.length > 0) accused += 1;
          for (const line of found.slice(0, shown)) console.log(`  seed ${seed}: ${line}`);
          if (found.length > shown) console.log(`  seed ${seed}: and ${found.length - shown} more`);
        }
        const how = strict ? 'strictly' : 'not strictly';
        console.log(`${language} ${api} ${how}: ${seeds.length} runs, ${accused} accused`);
        if (accused > 0) process.exitCode = 1;
      }
    }
  }
} finally {
  await rm(built, { recursive: true, force: true });
}
