import { spawn } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeDocument } from './madeDocument.ts';
import { computed } from './peers.ts';
import { copyOfTree, runTimed } from './treeCopy.ts';

/*
 * pnpm bench scale
 *
 * How every command grows with the operations of a document: made ones of 10, 100 and 1,000 operations join a copy of this
 * tree, one after another. Prints bytes and seconds of computing, which other work on the machine changes little, and how
 * many times as much each step costs. Exits with 1 where ten times the operations cost more than 13 times as much.
 * BENCH_SCALE has other numbers, multiples of five with commas between.
 */
const root = join(import.meta.dirname, '../..');
const sizes = (process.env['BENCH_SCALE'] ?? '10,100,1000').split(',').map(Number);
/** Beyond linear, for the factor from one size to the next. */
const allowed = 1.3;
const firstPage = 'index.html';
const firstPageMost = 5_000_000;

/** What one command costs, by what is measured of it. */
type Costs = Map<string, number>;

/** Seconds of computing until the mock says where it listens. */
async function mockStart(copy: string): Promise<number> {
  const args = ['apps/mock/src/main.ts', 'made', '--port', '0'];
  const child = spawn(process.execPath, args, { cwd: copy, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    for await (const _ of child.stdout) return computed(child.pid ?? 0) / 1000;
    throw new Error('the mock ended before it listened');
  } finally {
    child.kill('SIGKILL');
  }
}

function bytesOf(folder: string, name: RegExp): number {
  return readdirSync(folder)
    .filter((file) => name.test(file))
    .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

async function measured(copy: string, operations: number): Promise<Costs> {
  const costs: Costs = new Map();
  const add = (name: string, cost: number): void => {
    costs.set(name, cost);
    console.error(`${operations} operations: ${name} ${cell(cost, name)}`);
  };
  const timed = (name: string, folder: string, ...command: readonly string[]): void => {
    const { seconds, bytes } = runTimed(folder, ...command);
    add(`${name}, s`, seconds);
    if (bytes > 500) add(`${name}, bytes`, bytes);
  };
  const file = join(copy, 'made.json');
  writeFileSync(file, JSON.stringify(madeDocument(operations)));
  const node = process.execPath;
  const joins = [node, 'scripts/src/newApi.ts', 'made', '--from', file];
  timed('new-api --dry-run', copy, ...joins, '--dry-run');
  runTimed(copy, ...joins, '--no-checks');
  timed('generate', copy, node, 'scripts/src/generate.ts');
  timed(
    'client typecheck',
    join(copy, 'packages/made-client'),
    join(root, 'node_modules/.bin/tsc'),
  );
  const conformance = [node, 'apps/conformance/src/main.ts', 'made'];
  timed('--list', copy, ...conformance, '--list');
  timed('--list-faults', copy, ...conformance, '--list-faults');
  timed('CLI help', copy, node, 'apps/cli/src/main.ts', 'made', '--help');
  timed('CLI help of one', copy, node, 'apps/cli/src/main.ts', 'made', 'createitem1', '--help');
  add('mock start, s', await mockStart(copy));
  const reports = join(copy, 'reports/scale');
  const { seconds } = runTimed(copy, ...conformance, '--strict', '--report-dir', reports);
  add('whole run, s', seconds);
  for (const name of ['record.ndjson', 'report.json', 'junit.xml', 'ctrf.json'])
    add(`${name}, bytes`, statSync(join(reports, name)).size);
  add(firstPage, statSync(join(reports, firstPage)).size);
  add('all pages, bytes', bytesOf(reports, /^index.*\.html$/));
  rmSync(reports, { recursive: true });
  runTimed(copy, node, 'scripts/src/removeApi.ts', 'made');
  return costs;
}

function cell(value: number | undefined, name: string): string {
  if (value === undefined) return '';
  return name.endsWith(', s') ? value.toFixed(2) : String(value);
}

const copy = copyOfTree();
try {
  const found: Costs[] = [];
  for (const size of sizes) found.push(await measured(copy, size));
  const wrong: string[] = [];
  const head = sizes.map((size) => String(size).padStart(12)).join('');
  console.log(`${'operations'.padEnd(28)}${head}   times as much`);
  for (const name of found.at(-1)?.keys() ?? []) {
    const values = found.map((costs) => costs.get(name));
    const factors = values.slice(1).map((value, index) => {
      const factor = (value ?? 0) / (values[index] ?? value ?? 0);
      const most = ((sizes[index + 1] ?? 0) / (sizes[index] ?? 1)) * allowed;
      if (factor > most) wrong.push(`${name}: ${factor.toFixed(1)} times, at most ${most}`);
      return factor.toFixed(1).padStart(8);
    });
    const cells = values.map((value) => cell(value, name).padStart(12)).join('');
    console.log(`${name.padEnd(28)}${cells}${factors.join('')}`);
  }
  const page = found.at(-1)?.get(firstPage) ?? 0;
  if (page > firstPageMost) wrong.push(`${firstPage} has ${page} bytes, at most ${firstPageMost}`);
  for (const line of wrong) console.log(`too much: ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
