import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Collector } from './collector.ts';
import { mergeParts, partFile, runChecks } from './runChecks.ts';
import type { RunParameters } from './runParameters.ts';

const modules = join(import.meta.dirname, '..', '..', 'test-fixtures', 'checks');

const parameters = (name: string): RunParameters => ({
  api: 'demo',
  target: { name, url: 'http://127.0.0.1:9', embedded: false },
  level: 'default',
  seed: 1,
  timeoutMs: 1000,
  dryRun: false,
  runId: 'a1',
  issuer: 'https://idp.example.com',
});

const owners = ['operation1', 'operation2', 'operation3'];

const records = ({ collected }: Collector) =>
  collected
    .map(({ parameters: { target }, results, broken }) => ({
      target: target.name,
      results: results.map(({ id, status }) => `${id} ${status}`).toSorted(),
      broken,
    }))
    .toSorted((a, b) => (a.target < b.target ? -1 : 1));

describe('runChecks', () => {
  test('keeps the result of every check, for each target', async () => {
    const collector = await runChecks({
      runs: [parameters('demo-1'), parameters('demo-2')],
      owners: ['operation1'],
      modules,
    });
    const results = [
      'demo.operation1.first.required passed',
      'demo.operation1.second.maxLength failed',
      'demo.operation1.third.enum notRun',
    ];
    expect(records(collector)).toEqual([
      { target: 'demo-1', results, broken: [] },
      { target: 'demo-2', results, broken: [] },
    ]);
    expect(collector.unhandled).toEqual([]);
  });

  test('tells a mistake in a check from a finding', async () => {
    const collector = await runChecks({
      runs: [parameters('demo')],
      owners: ['broken'],
      modules,
    });
    expect(records(collector)).toEqual([
      {
        target: 'demo',
        results: [],
        broken: [
          'a check ended in an error: throws before it has a result: a mistake in the check itself',
        ],
      },
    ]);
  });

  test('three shards, merged, give the record of one run', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'conformance-parts-'));
    const runs = [parameters('demo-1'), parameters('demo-2')];
    const whole = await runChecks({ runs, owners, modules });
    for (const index of [1, 2, 3]) {
      const shard = { index, count: 3 };
      const part = await runChecks({
        runs,
        owners,
        modules,
        shard,
        part: partFile(directory, shard),
      });
      expect(records(part)).not.toEqual(records(whole));
    }
    const merged = await mergeParts(join(directory, 'parts'));
    expect(records(merged)).toEqual(records(whole));
    expect(records(merged)[0]?.results).toHaveLength(9);
    expect(merged.collected.map(({ parameters: { seed, level } }) => ({ seed, level }))).toEqual([
      { seed: 1, level: 'default' },
      { seed: 1, level: 'default' },
    ]);
  });
});
