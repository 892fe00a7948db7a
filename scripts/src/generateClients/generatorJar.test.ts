import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkJar, pinnedJar } from './generatorJar.ts';

test('the version whose checksum is pinned is the one that openapitools.json names', () => {
  const settings: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../openapitools.json'), 'utf8'),
  );
  expect(settings).toMatchObject({ 'generator-cli': { version: pinnedJar.version } });
});

test('a JAR that is not the pinned one is refused, and does not stay', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jar-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'a.jar');
  writeFileSync(path, 'another program');
  expect(() => checkJar(path)).toThrow(/has the SHA-256 [0-9a-f]{64}, not 41ce/);
  expect(existsSync(path)).toBe(false);
});
