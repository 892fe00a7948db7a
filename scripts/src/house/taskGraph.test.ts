import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { apiFolders } from './importRules.ts';
import { readWorkspace } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');
const turbo = join(root, 'node_modules/.bin/turbo');
const notCopied = new Set(['node_modules', '.git', '.turbo', 'generated-clients']);
const tree = mkdtempSync(join(tmpdir(), 'task-graph-'));
// A package without scripts has no tasks, however turbo lists it: it is not run again.
const packages = readWorkspace(root);
const workspace = packages.filter(({ verbs }) => verbs.length > 0);
// Taken from all: a specification is a package without scripts.
const apis = apiFolders(packages);
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

const checks = ['check', 'lint', 'test', '//#format:check', '//#generated:check'];

/** Each task's hash: turbo repeats a task exactly when its hash is new. */
function hashesOf(tasks: readonly string[] = checks): Map<string, string> {
  const output = execFileSync(turbo, ['run', ...tasks, '--dry=json'], {
    cwd: tree,
    encoding: 'utf8',
    // It lists every file; more than a megabyte where clients of other languages were generated.
    maxBuffer: 2 ** 26,
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

cpSync(root, tree, { recursive: true, filter: (path) => !notCopied.has(basename(path)) });
execFileSync('git', ['init', '--quiet'], { cwd: tree });
const before = hashesOf();
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** The tasks that turbo would repeat after a line was added to a file, which is made if need be. */
function repeatedAfterEditOf(path: string): string[] {
  const file = join(tree, path);
  const text = existsSync(file) ? readFileSync(file) : undefined;
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, '\n');
  const after = hashesOf();
  if (text === undefined) rmSync(file);
  else writeFileSync(file, text);
  expect([...after.keys()]).toEqual([...before.keys()]);
  return [...after].filter(([task, hash]) => before.get(task) !== hash).map(([task]) => task);
}

function packagesOf(tasks: readonly string[]): string[] {
  return [...new Set(tasks.map((task) => task.split('#')[0] ?? ''))].toSorted();
}

const generatedCheck = '//#generated:check';

test('nothing is repeated when nothing changed', () => {
  expect(apis.length).toBeGreaterThan(1);
  expect(before.size).toBeGreaterThan(workspace.length);
  expect(hashesOf()).toEqual(before);
}, 60_000);

test.each(apis)(
  'an edit of the %s specification repeats the check of what is generated, and exactly the tasks of its dependents',
  (api) => {
    const repeated = repeatedAfterEditOf(`specs/${api}/openapi.yaml`);
    const others = apis.filter((other) => other !== api).flatMap((other) => [other, 'contract']);
    expect(repeated).toContain(generatedCheck);
    expect(packagesOf(repeated)).toEqual(
      ['//', ...dependentsOf(`@oidc-admin/${api}-spec`)].toSorted(),
    );
    expect(others.filter((other) => repeated.includes(`@oidc-admin/${other}-client#test`))).toEqual(
      [],
    );
  },
  60_000,
);

test('an edit of one specification repeats its own generation, and what is made of all', () => {
  const generation = ['generate:api', 'generate:shared'];
  const [api = ''] = apis;
  const [hashes, path] = [hashesOf(generation), join(tree, `specs/${api}/openapi.yaml`)];
  const text = readFileSync(path);
  appendFileSync(path, '\n');
  const after = hashesOf(generation);
  writeFileSync(path, text);
  expect(
    [...after].filter(([task, hash]) => hashes.get(task) !== hash).map(([task]) => task),
  ).toEqual(
    expect.arrayContaining([
      `@oidc-admin/${api}-spec#generate:api`,
      '@oidc-admin/conformance-cli#generate:shared',
    ]),
  );
  for (const other of apis.slice(1)) {
    const task = `@oidc-admin/${other}-spec#generate:api`;
    expect(after.get(task)).toBe(hashes.get(task) ?? 'no such task');
  }
}, 60_000);

test.each([
  `specs/${apis[0]}/generated`,
  `packages/${apis[0]}-client/src/generated`,
  'apps/mock/src/generated',
])(
  'a file in %s that is no longer generated repeats the generation, which removes it',
  (folder) => {
    const generation = ['generate:api', 'generate:shared'];
    const [hashes, path] = [hashesOf(generation), join(tree, folder, 'left.json')];
    writeFileSync(path, '{}');
    const after = hashesOf(generation);
    rmSync(path);
    expect([...after].filter(([task, hash]) => hashes.get(task) !== hash)).not.toEqual([]);
  },
  60_000,
);

test.each([
  ['src/generate.ts', true],
  ['ci/added.sh', false],
  ['bench/added.ts', false],
])(
  'an edit of scripts/%s repeats no other package; the check of what is generated: %s',
  (path, expected) => {
    const repeated = repeatedAfterEditOf(`scripts/${path}`);
    expect(repeated.includes(generatedCheck)).toBe(expected);
    expect(packagesOf(repeated).filter((name) => !/^\/\/$|scripts|bench/.test(name))).toEqual([]);
  },
  60_000,
);

test('an edit of the contract repeats the check of what is generated, and the checks of all who import it', () => {
  const repeated = repeatedAfterEditOf('packages/contract/src/index.ts');
  expect(repeated).toContain(generatedCheck);
  const checked = packagesOf(repeated.filter((task) => task.endsWith('#check')));
  expect(checked).toEqual(dependentsOf('@oidc-admin/contract').toSorted());
}, 60_000);

test.each(apis)(
  'what generation wrote for %s is compared, checked and tested',
  (api) => {
    const repeated = repeatedAfterEditOf(`packages/${api}-client/src/generated/added.ts`);
    expect(repeated).toEqual(
      expect.arrayContaining([
        generatedCheck,
        `@oidc-admin/${api}-client#check`,
        '@oidc-admin/cli#test',
      ]),
    );
  },
  60_000,
);
