import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeDocument } from './madeDocument.ts';
import { copyOfTree, runTimed } from './treeCopy.ts';

/*
 * pnpm bench apis
 *
 * Ten made APIs join a copy of this tree. Then one is edited: of the ten, turbo repeats the tasks of this one only, its generation
 * among them. Then what `pnpm generate` and `pnpm test` cost where nothing changed, beside a run of turbo that does nothing and is
 * started in the same way: seconds of computing, which other work on the machine changes little. Of the tests only the types are
 * checked beforehand; the others are taken from the cache in the same way. Prints what it is about, as it goes. Exits with 1 where
 * it is not so. Takes about two minutes.
 */
const count = 10;
const allowed = 1.5;
const rounds = 3;
const parts = ['specs/made1', 'packages/made1-client', 'packages/made1-mock'];
/** The packages that know every API. */
const users = ['apps/cli', 'apps/mock', 'apps/conformance', 'packages/conformance'];

/** An API joins by its document, and the others are copies of it under other names: only the first takes time. */
function joinAll(copy: string): void {
  const document = join(copy, 'made.json');
  writeFileSync(document, JSON.stringify(madeDocument(10)));
  runTimed(
    copy,
    process.execPath,
    'scripts/src/newApi.ts',
    'made1',
    '--from',
    document,
    '--no-checks',
  );
  rmSync(document);
  for (let number = 2; number <= count; number += 1) {
    const named = (text: string): string => text.replaceAll(/(?<=made)1(?!\d)/gi, String(number));
    for (const part of parts) {
      const folder = join(copy, named(part));
      const ofApi = (path: string): boolean => !/\/(?:generated|node_modules)$/.test(path);
      cpSync(join(copy, part), folder, { recursive: true, filter: ofApi });
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isFile()) writeFileSync(path, named(readFileSync(path, 'utf8')));
      }
    }
    for (const user of users) {
      const path = join(copy, user, 'package.json');
      const text = readFileSync(path, 'utf8');
      const lines = text
        .split('\n')
        .flatMap((line) =>
          /"@oidc-admin\/made1-/.test(line) ? [named(line).replace(/,?$/, ','), line] : [line],
        );
      writeFileSync(path, lines.join('\n'));
    }
  }
  const install = ['-y', 'pnpm@12', 'install', '--no-frozen-lockfile', '--offline', '--silent'];
  runTimed(copy, 'npx', ...install);
  runTimed(copy, process.execPath, 'scripts/src/generate.ts');
  runTimed(copy, 'node_modules/.bin/oxfmt');
  // What is in git's index turbo need not read, as in everybody's workspace.
  const git = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost'];
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'ten'],
  ])
    execFileSync('git', [...git, ...args], { cwd: copy });
}

const checks = ['check', '//#format:check', '//#generated:check'];
const generation = ['generate:api', 'generate:shared'];
const tasks = ['lint', 'test', ...checks, ...generation];

/** The hash of each task that `pnpm generate` and `pnpm test` have; one that changes is repeated. */
function hashesOf(copy: string): ReadonlyMap<string, string> {
  const output = execFileSync('node_modules/.bin/turbo', ['run', ...tasks, '--dry=json'], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { tasks: planned } = JSON.parse(output) as {
    readonly tasks: readonly { readonly taskId: string; readonly hash: string }[];
  };
  return new Map(planned.map(({ taskId, hash }) => [taskId, hash]));
}

/** The tasks that turbo repeats after an edit of one API. */
function repeatedByEdit(copy: string): readonly string[] {
  const before = hashesOf(copy);
  const path = join(copy, 'specs/made3/openapi.yaml');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('maxLength: 80', 'maxLength: 81'));
  runTimed(copy, process.execPath, 'scripts/src/generate.ts');
  const after = hashesOf(copy);
  const repeated = [...after].filter(([task, hash]) => before.get(task) !== hash);
  return repeated.map(([task]) => task);
}

/** Seconds of computing of the quickest of several runs: what else the machine does only adds time. */
function quickest(copy: string, ...command: readonly string[]): number {
  return Math.min(...Array.from({ length: rounds }, () => runTimed(copy, ...command).seconds));
}

function tell(text: string): void {
  console.error(`${(performance.now() / 1000).toFixed(0)} s: ${text}`);
}

tell('copying the tree');
const copy = copyOfTree();
try {
  tell(`${count} APIs join`);
  joinAll(copy);
  tell('one is edited');
  const repeated = repeatedByEdit(copy);
  const packages = new Set(repeated.map((task) => task.split('#')[0] ?? ''));
  console.log(`an edit of made3 repeats the tasks of: ${[...packages].toSorted().join(', ')}`);
  const generated = repeated.filter((task) => /#generate:/.test(task));
  console.log(`of generation: ${generated.join(', ')}`);
  const others = [...packages].filter((name) => /made(?!3-)\d+-/.test(name));
  if (others.length > 0 || generated.length !== 2) {
    console.log(`too much, or too little: ${others.join(', ')}`);
    process.exitCode = 1;
  }
  const pnpm = ['npx', '-y', 'pnpm@12'];
  tell('generating by turbo once');
  runTimed(copy, ...pnpm, 'generate');
  tell('checking the types once');
  runTimed(copy, ...pnpm, 'exec', 'turbo', 'run', ...checks);
  tell('measuring');
  const nothing = quickest(copy, ...pnpm, 'exec', 'turbo', 'run', 'transit');
  const rows = {
    'pnpm generate': quickest(copy, ...pnpm, 'generate'),
    'checks of pnpm test': quickest(copy, ...pnpm, 'exec', 'turbo', 'run', ...checks),
  };
  console.log(`a run of turbo that does nothing: ${nothing.toFixed(2)} s of computing`);
  for (const [name, seconds] of Object.entries(rows)) {
    const ratio = seconds / nothing;
    console.log(
      `${name}, nothing changed: ${seconds.toFixed(2)} s, ${ratio.toFixed(2)} times (aim: at most ${allowed})`,
    );
    if (ratio > allowed) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
