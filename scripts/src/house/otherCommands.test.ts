import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apisOf } from '../generate/specification.ts';
import { otherCommands } from '../newApi/names.ts';

const root = join(import.meta.dirname, '../../..');

function saidBy(program: string, ...args: readonly string[]): string {
  const options = { cwd: root, encoding: 'utf8', timeout: 60_000 } as const;
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  return stdout + stderr;
}

test('no API can have the name of a command of the command line', () => {
  const [, list = ''] = /there are: (.*)/.exec(saidBy('apps/cli/src/main.ts', 'nobody')) ?? [];
  const apis = apisOf(root);
  const own = list.split(', ').filter((name) => !apis.includes(name));
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter((name) => !otherCommands.has(name))).toEqual([]);
});
