import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { apisOf } from './generate/specification.ts';
import { builtFolder, wantedClients } from './generateClients/wantedClients.ts';

/*
 * pnpm generate:clients [language…] [api…]
 *
 * Writes a client of each API in other languages to generated-clients/<language>/<api>, which git ignores. The languages are
 * the names of openapi-generator's generators: python, java, go and many more. turbo remembers what was made: without a
 * change, the same call takes it from there.
 */
const root = join(import.meta.dirname, '../..');
try {
  const { languages, apis } = wantedClients(process.argv.slice(2), apisOf(root));
  // turbo writes what it knows over what lies there, and takes nothing away.
  rmSync(join(root, builtFolder), { recursive: true, force: true });
  const { status, signal, error } = spawnSync(
    join(root, 'node_modules/.bin/turbo'),
    ['run', '//#build:clients', '--output-logs=errors-only', '--log-prefix=none', '--']
      .concat(languages.toSorted())
      .concat(apis.toSorted()),
    {
      cwd: root,
      env: { ...process.env, DO_NOT_TRACK: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
      timeout: 600_000,
    },
  );
  if (error !== undefined) throw error;
  if (signal !== null) throw new Error('the generation was ended: it took more than ten minutes');
  if (status === 0) {
    for (const language of languages) {
      for (const api of apis) {
        const folder = `generated-clients/${language}/${api}`;
        rmSync(join(root, folder), { recursive: true, force: true });
        mkdirSync(dirname(join(root, folder)), { recursive: true });
        cpSync(join(root, builtFolder, language, api), join(root, folder), { recursive: true });
        console.log(`wrote ${folder}`);
      }
    }
  } else process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
