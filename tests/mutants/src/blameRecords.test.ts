import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openBlameRecords } from './blameRecords.ts';
import type { Blame } from './blameServer.ts';

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'blame-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'blame.ndjson');
}

function blame(fault: string): Blame {
  return { api: 'pvwa', faults: [fault], findings: [], breaks: [], milliseconds: 1 };
}

test('a count that was killed in the middle of a line goes on with what was whole', () => {
  const path = newPath();
  openBlameRecords(path, false).add(blame('a'));
  appendFileSync(path, '{"api":"pv');
  const again = openBlameRecords(path, true);
  expect(again.before).toEqual([blame('a')]);
  again.add(blame('b'));
  expect(openBlameRecords(path, true).before).toEqual([blame('a'), blame('b')]);
  expect(openBlameRecords(path, false).before).toEqual([]);
});

test('what was counted with other sources is refused, and stays', () => {
  const path = newPath();
  writeFileSync(path, '{"sources":"others"}\n{"api":"pvwa"}\n');
  expect(() => openBlameRecords(path, true)).toThrow('was counted with other sources');
  expect(readFileSync(path, 'utf8')).toContain('{"api":"pvwa"}');
});
