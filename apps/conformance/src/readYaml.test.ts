import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readYaml } from './readYaml.ts';

function written(content: string | Uint8Array): string {
  const directory = mkdtempSync(join(tmpdir(), 'written-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'baseline.yaml');
  writeFileSync(path, content);
  return path;
}

test.each([
  ['UTF-8', Buffer.from('clause: ü')],
  ['UTF-8 with its mark', Buffer.from('\ufeffclause: ü')],
  ['UTF-16 with its mark', Buffer.from('\ufeffclause: ü', 'utf16le')],
])('%s is read', (_, bytes) => {
  expect(readYaml('--baseline:', written(bytes))).toEqual({ clause: 'ü' });
});

test.each([
  ['a mistake', 'clause: "hidden0secret\n', /not valid YAML, line \d+, column \d+: /],
  ['a tab', 'a:\n\thidden0secret: b\n', /not valid YAML, line 2, column 1: tab as indent/],
  ['an alias of nothing', 'clause: *hidden0secret\n', /is not valid YAML: .* leads to none$/],
  ['other bytes', Buffer.from([0x63, 0xff]), /is not UTF-8/],
])('%s is named by its place, and nothing of the file is quoted', (_, content, message) => {
  expect(() => readYaml('--baseline:', written(content))).toThrow(message);
  expect(() => readYaml('--baseline:', written(content))).not.toThrow(/hidden/);
});
