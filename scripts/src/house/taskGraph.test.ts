import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiNames } from './importRules.ts';
import { readWorkspace } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');
const turbo = join(root, 'node_modules/.bin/turbo');
const notCopied = new Set(['node_modules', '.git', '.turbo']);
const scratch = mkdtempSync(join(tmpdir(), 'task-graph-'));
// A package without scripts has no tasks, however turbo lists it: it is not run again.
const packages = readWorkspace(root);
const workspace = packages.filter(({ verbs }) => verbs.length > 0);
// Taken from all: a specification is a package without scripts.
const apis = apiNames(packages);
function hasTasks(name: string): boolean {
  return workspace.some((one) => one.name === name);
}
/** The packages with tasks that depend on one, directly or through others, and itself. */
function dependentsOf(name: string): string[] {
  const found = new Set([name]);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const one of packages)
      if ([...one.dependencies, ...one.devDependencies].some((other) => found.has(other)))
        found.add(one.name);
  }
  return [...found].filter(hasTasks);
}
const runnable = new Set(['//', ...workspace.map(({ name }) => name)]);

type DryRun = { readonly tasks: readonly { readonly taskId: string; readonly hash: string }[] };

function copyTree(from: string, name: string): string {
  const copy = join(scratch, name);
  cpSync(from, copy, { recursive: true, filter: (path) => !notCopied.has(basename(path)) });
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
  return copy;
}

/** Each task's hash: turbo repeats a task exactly when its hash is new. */
function hashesOf(tree: string): Map<string, string> {
  const tasks = ['generate', 'check', 'lint', 'test', '//#format:check'];
  const output = execFileSync(turbo, ['run', ...tasks, '--dry=json'], {
    cwd: tree,
    encoding: 'utf8',
    env: { ...process.env, DO_NOT_TRACK: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { tasks: planned } = JSON.parse(output) as DryRun;
  return new Map(
    planned
      .filter(({ taskId }) => runnable.has(taskId.split('#')[0] ?? ''))
      .map(({ taskId, hash }) => [taskId, hash]),
  );
}

const unchanged = copyTree(root, 'unchanged');
let before: Map<string, string>;
beforeAll(() => {
  before = hashesOf(unchanged);
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The tasks that turbo would repeat after a line was added to a file, which is made if need be. */
function repeatedAfterEditOf(path: string): string[] {
  const tree = copyTree(unchanged, path.replaceAll('/', '-'));
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  appendFileSync(join(tree, path), '\n');
  const after = hashesOf(tree);
  expect([...after.keys()]).toEqual([...before.keys()]);
  return [...after].filter(([task, hash]) => before.get(task) !== hash).map(([task]) => task);
}

function packagesOf(tasks: readonly string[]): string[] {
  return [...new Set(tasks.map((task) => task.split('#')[0] ?? ''))].toSorted();
}
function verbOf(task: string): string | undefined {
  return task.split('#')[1];
}

test('nothing is repeated when nothing changed', () => {
  expect(apis.length).toBeGreaterThan(1);
  expect(before.size).toBeGreaterThan(workspace.length);
  expect(hashesOf(copyTree(unchanged, 'again'))).toEqual(before);
}, 60_000);

test.each(apis)(
  'an edit of the %s specification repeats exactly its dependents, and all their tasks',
  (api) => {
    const repeated = repeatedAfterEditOf(`specs/${api}/openapi.yaml`);
    const others = apis.filter((other) => other !== api).flatMap((other) => [other, 'contract']);
    expect(packagesOf(repeated)).toEqual(dependentsOf(`@oidc-admin/${api}-spec`).toSorted());
    expect(others.filter((other) => repeated.includes(`@oidc-admin/${other}-client#test`))).toEqual(
      [],
    );
  },
  60_000,
);

test('an edit of a generator script repeats all generation, and no other task elsewhere', () => {
  const repeated = repeatedAfterEditOf('scripts/src/generate.ts');
  const generations = repeated.filter((task) => verbOf(task) === 'generate');
  expect(generations).toHaveLength(workspace.length);
  const others = repeated.filter((task) => verbOf(task) !== 'generate');
  expect(packagesOf(others)).toEqual(['//', '@oidc-admin/scripts']);
}, 60_000);

test.each(['ci/added.sh', 'bench/added.ts'])(
  'an edit of scripts/%s, which generates nothing, repeats no generation',
  (path) => {
    const repeated = repeatedAfterEditOf(`scripts/${path}`);
    expect(repeated.filter((task) => verbOf(task) === 'generate')).toEqual([]);
  },
  60_000,
);

test('an edit of the contract repeats all generation, and the checks of all who import it', () => {
  const repeated = repeatedAfterEditOf('packages/contract/src/index.ts');
  expect(repeated.filter((task) => verbOf(task) === 'generate')).toHaveLength(workspace.length);
  const checked = packagesOf(repeated.filter((task) => verbOf(task) === 'check'));
  expect(checked).toEqual(dependentsOf('@oidc-admin/contract').toSorted());
}, 60_000);

test.each(apis)(
  'what generation wrote for %s does not cause generation again, and is checked and tested',
  (api) => {
    const repeated = repeatedAfterEditOf(`packages/${api}-client/src/generated/added.ts`);
    expect(repeated.filter((task) => verbOf(task) === 'generate')).toEqual([]);
    expect(repeated).toContain(`@oidc-admin/${api}-client#check`);
    expect(repeated).toContain('@oidc-admin/cli#test');
  },
  60_000,
);
