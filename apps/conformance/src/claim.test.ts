import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runConformance } from './testing/conformanceCommand.ts';

const limit = 60_000;

test('a claim holds for its own record, and for no other', { timeout: limit }, async () => {
  const { directory } = await runConformance(['wickr', '--quick', '--only', 'getOidcInfo']);
  const [claim, record] = [join(directory, 'claim.yaml'), join(directory, 'record.ndjson')];
  const verify = () => runConformance(['verify', claim, record]);
  expect(await verify()).toMatchObject({
    code: 0,
    out: expect.stringContaining('THE CLAIM HOLDS: wickr'),
  });

  const text = await readFile(claim, 'utf8');
  await writeFile(claim, text.replace(/passed: \d+/, 'passed: 999'));
  const changed = await verify();
  expect(changed.code).toBe(1);
  expect(changed.out).toContain('wickr: clauses is {"passed":999');

  await writeFile(claim, text);
  await writeFile(record, `${await readFile(record, 'utf8')}\n`);
  const other = await verify();
  expect(other.code).toBe(1);
  expect(other.out).toContain('wickr: record is ');
});

test('what is no claim is refused in a sentence', { timeout: limit }, async () => {
  const { directory } = await runConformance(['wickr', '--quick', '--only', 'getOidcInfo']);
  const claim = join(directory, 'other.yaml');
  await writeFile(claim, 'a: 1\n');
  const ended = await runConformance(['verify', claim, join(directory, 'record.ndjson')]);
  expect(ended.code).toBe(2);
  expect(ended.err).toContain('other.yaml is no claim: right is the claim.yaml of a run');
});

test(
  'a claim that lacks or repeats something is refused in a sentence',
  { timeout: limit },
  async () => {
    const { directory } = await runConformance(['wickr', '--quick', '--only', 'getOidcInfo']);
    const [claim, record] = [join(directory, 'claim.yaml'), join(directory, 'record.ndjson')];
    const text = await readFile(claim, 'utf8');
    const entry = text.slice(text.indexOf('- version'));
    for (const [changed, said] of [
      [text.replace('api: wickr', 'api: nope'), "'nope' is no API; there are "],
      [text.replace(/^ {2}expected: .*\n/m, ''), 'claim.yaml is no claim: right is'],
      [text.replace(/^ {2}clauses:\n(?: {4}.*\n)+/m, ''), 'claim.yaml is no claim: right is'],
      [text + entry, "target 'wickr' is claimed twice"],
    ] as const) {
      await writeFile(claim, changed);
      const ended = await runConformance(['verify', claim, record]);
      expect(ended.code).toBe(2);
      expect(ended.err).toContain(said);
    }
  },
);

test('verify says which files it takes', { timeout: limit }, async () => {
  const short = await runConformance(['verify', 'claim.yaml']);
  expect(short.code).toBe(2);
  expect(short.err).toContain('verify takes two files. Usage: conformance verify claim.yaml');
  const help = await runConformance(['verify', '--help']);
  expect(help).toMatchObject({
    code: 0,
    out: expect.stringContaining('Usage: conformance verify'),
  });
});
