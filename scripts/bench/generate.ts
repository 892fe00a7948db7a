import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeDocument } from './madeDocument.ts';
import { copyOfTree, runTimed } from './treeCopy.ts';

/*
 * pnpm bench generate
 *
 * What each generation costs, with an empty cache and without a change: `pnpm generate` for all APIs, and the client of a made one
 * of 10, 100 and 1,000 operations in each language that lives a life, beside openapi-typescript alone. Prints seconds of computing,
 * which other work on the machine changes little. Exits with 1 where ten times the operations cost more than 13 times as much, or
 * where the cache saves nothing. BENCH_GENERATE has other numbers, multiples of five with commas between, and BENCH_LANGUAGES has
 * the languages of which alone something is to be known. Needs Java.
 */
const root = join(import.meta.dirname, '../..');
const sizes = (process.env['BENCH_GENERATE'] ?? '10,100,1000').split(',').map(Number);
/** Beyond linear, for the factor from one size to the next. */
const allowed = 1.3;
const languages =
  process.env['BENCH_LANGUAGES']?.split(',') ??
  readdirSync(join(root, 'scripts/ci/languages')).toSorted();
const generator = 'scripts/node_modules/@openapitools/openapi-generator-cli/versions';

/** Seconds with an empty cache, and from the cache where there is one. */
interface Cost {
  readonly cold: number;
  readonly cached?: number;
}

function measured(copy: string, operations: number): ReadonlyMap<string, Cost> {
  const costs = new Map<string, Cost>();
  const node = process.execPath;
  const file = join(copy, 'made.json');
  writeFileSync(file, JSON.stringify(madeDocument(operations)));
  runTimed(copy, node, 'scripts/src/newApi.ts', 'made', '--from', file, '--no-checks');
  const add = (name: string, cost: Cost): void => {
    costs.set(name, cost);
    console.error(`${operations} operations: ${name} ${cell(cost)}`);
  };
  const twice = (name: string, ...command: readonly string[]): void => {
    const cold = runTimed(copy, 'env', 'TURBO_FORCE=true', ...command).seconds;
    add(name, { cold, cached: runTimed(copy, ...command).seconds });
  };
  // Elsewhere, as it would lint by the rules of this tree.
  const typescript = join(root, 'scripts/node_modules/.bin/openapi-typescript');
  const output = ['--output', join(copy, 'made.d.ts')];
  add('openapi-typescript', { cold: runTimed(tmpdir(), typescript, file, ...output).seconds });
  const tasks = ['run', 'generate:api', 'generate:shared'];
  twice('pnpm generate', join(copy, 'node_modules/.bin/turbo'), ...tasks);
  for (const language of languages)
    twice(language, node, 'scripts/src/generateClients.ts', language, 'made');
  runTimed(copy, node, 'scripts/src/removeApi.ts', 'made');
  return costs;
}

function cell({ cold, cached }: Cost): string {
  return `${cold.toFixed(2)}${cached === undefined ? '' : ` (${cached.toFixed(2)})`}`;
}

const copy = copyOfTree();
try {
  if (existsSync(join(root, generator)))
    cpSync(join(root, generator), join(copy, generator), { recursive: true });
  const found = sizes.map((size) => measured(copy, size));
  const wrong: string[] = [];
  console.log(
    `${'seconds (cached)'.padEnd(22)}${sizes.map((size) => String(size).padStart(18)).join('')}`,
  );
  for (const name of found[0]?.keys() ?? []) {
    const values = found.map((costs) => costs.get(name) ?? { cold: Number.NaN });
    values.forEach(({ cold, cached = 0 }, index) => {
      const before = values[index - 1]?.cold ?? Infinity;
      const most = ((sizes[index] ?? 0) / (sizes[index - 1] ?? 1)) * allowed;
      if (cold / before > most) wrong.push(`${name} grows ${(cold / before).toFixed(1)} times`);
      if (cached >= cold) wrong.push(`${name} takes as long from the cache`);
    });
    console.log(`${name.padEnd(22)}${values.map((value) => cell(value).padStart(18)).join('')}`);
  }
  for (const line of wrong) console.log(`too much: ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
