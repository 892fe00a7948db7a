import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { newMock } from './apiEntry.ts';
import { readArguments } from './readArguments.ts';
import { runConformance, startConformance } from './testing/conformanceCommand.ts';
import { startPartialServer } from './testing/partialServer.ts';

const limit = 120_000;
const fault = 'limit-one-too-high:updateProvider.clientId';
const clause = 'pvwa.updateProvider.clientId.maxLength';

test(
  '--rerun repeats what failed, with the same seed, at the same target',
  { timeout: limit },
  async () => {
    const mock = await newMock('pvwa');
    mock.faults.on(fault);
    await using running = await mock.start();
    const target = ['pvwa', '--target', running.url, '--disposable'];
    const only = ['--only', 'updateProvider.clientId.*'];
    const first = await runConformance([...target, ...only, '--seed', '77'], mock.demo.environment);
    expect(first.code).toBe(1);
    const path = join(first.directory, 'report.json');
    const again = await runConformance(['--rerun', path], mock.demo.environment);
    expect(again.code).toBe(1);
    const report = await again.report();
    expect(report).toMatchObject({
      seed: 77,
      targets: [{ level: 'disposable', url: running.url }],
    });
    const failed = (await first.report()).targets[0]?.checks.filter(
      ({ status }) => status === 'failed',
    );
    expect(report.targets[0]?.checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining((failed ?? []).map(({ id }) => id)),
    );
    expect(report.targets[0]?.checks.length).toBeLessThan(6);
    mock.faults.off(fault);
    const mended = await runConformance(['--rerun', path], mock.demo.environment);
    expect(mended.code).toBe(0);
    const nothing = await runConformance(
      ['--rerun', join(mended.directory, 'report.json')],
      mock.demo.environment,
    );
    expect(nothing.err).toContain('nothing in it failed');
    expect(nothing.code).toBe(2);
  },
);

test('--rerun of a run with a fault switches it on again', { timeout: limit }, async () => {
  const only = ['--only', 'updateProvider.clientId.*'];
  const first = await runConformance(['pvwa', '--fault', fault, ...only]);
  expect(first.code).toBe(1);
  const again = await runConformance(['--rerun', join(first.directory, 'report.json')]);
  expect(again.code).toBe(1);
  expect(again.out).toContain(clause);
  expect((await again.report()).targets[0]?.faults).toEqual([fault]);
  const claim = await readFile(join(again.directory, 'claim.yaml'), 'utf8');
  expect(claim).toContain(fault);
});

test('what repeats a part of a run has a folder of its own, unless another one is named', () => {
  const folder = (...args: string[]) => {
    const command = readArguments(args, ['pvwa', 'wickr']);
    return command.does === 'run' ? command.options.reportDirectory : undefined;
  };
  expect(folder('pvwa')).toBe('reports/conformance');
  expect(folder('--replay', 'x')).toBe('reports/conformance/replay');
  expect(folder('--rerun', 'x')).toBe('reports/conformance/replay');
  expect(folder('--replay', 'x', '--report-dir', 'here')).toBe('here');
});

test(
  '--write-baseline writes a target file, whose empty reasons are refused',
  { timeout: limit },
  async () => {
    const mock = await newMock('pvwa');
    mock.faults.on(fault);
    await using whole = await mock.start();
    await using part = await startPartialServer(
      whole.url,
      (method, path) => method !== 'GET' || !/\/Providers\/?$/i.test(path),
    );
    const file = join(await mkdtemp(join(tmpdir(), 'conformance-baseline-')), 'target.yaml');
    const args = [
      'pvwa',
      '--target',
      part.url,
      '--disposable',
      '--only',
      '*Provider*',
      '--only',
      'provider',
    ];
    const run = await runConformance([...args, '--write-baseline', file], mock.demo.environment);
    expect(run.code).toBe(1);
    const written = await readFile(file, 'utf8');
    expect(written).toContain(`- operation: listProviders\n    reason: ""`);
    expect(written).toContain(`- clause: ${clause}\n    reason: ""`);
    expect(written).not.toContain('clause: pvwa.listProviders');
    const refused = await runConformance(['--target-file', file], mock.demo.environment);
    expect(refused.err).toMatch(
      /unsupported\[0\]\.reason: "" is wrong; right is a reason in a few words/,
    );
    expect(refused.code).toBe(2);
    await writeFile(file, written.replaceAll('reason: ""', 'reason: it is known'));
    const known = await runConformance(
      ['--target-file', file, '--only', 'updateProvider'],
      mock.demo.environment,
    );
    expect(known.out).toContain('CONFORMANT BUT FOR 1 EXPECTED FAILURE, without 1 operation');
    expect(known.code).toBe(0);
  },
);

test(
  '--write-baseline writes all that a failure explains and that would be told without it',
  { timeout: limit },
  async () => {
    const mock = await newMock('pvwa');
    mock.faults.on('stale-read:provider');
    await using running = await mock.start();
    const directory = await mkdtemp(join(tmpdir(), 'conformance-baseline-'));
    const file = join(directory, 'target.yaml');
    const args = ['--disposable', '--strict', '--seed', '1', '--quick'];
    const run = await runConformance(
      ['pvwa', '--target', running.url, ...args, '--write-baseline', file],
      mock.demo.environment,
    );
    const failed = (await run.report()).targets[0]?.clauses.filter(
      (one) => one.status === 'failed',
    );
    expect(failed?.map(({ id }) => id)).toEqual(['pvwa.provider.kept']);
    const written = (await readFile(file, 'utf8')).replaceAll('reason: ""', 'reason: it is known');
    expect(written).toContain('- clause: pvwa.provider.replaced\n');
    const again = async (content: string) => {
      await writeFile(file, content);
      return runConformance(['--target-file', file, ...args], mock.demo.environment);
    };
    expect((await again(written)).code).toBe(0);
    // Who knows only of the first one is told of the others.
    const [head = ''] = written.split('expected:\n', 1);
    const entry = '  - clause: pvwa.provider.kept\n    reason: it loses the description\n';
    const shown = await again(`${head}expected:\n${entry}`);
    expect(shown.out).toContain('FAILED pvwa.provider.replaced');
    expect(shown.code).toBe(1);
  },
);

describe('a record', () => {
  test('of a killed run names the targets that were not begun', { timeout: limit }, async () => {
    let kill: (() => void) | undefined;
    const mock = await newMock('wickr', { onExchange: () => kill?.() });
    await using running = await mock.start();
    const other = running.url.replace('127.0.0.1', 'localhost');
    const run = await startConformance(
      [
        'wickr',
        '--target',
        `wickr=${running.url}`,
        '--target',
        `wickr=${other}`,
        '--requests-per-second',
        '5',
      ],
      mock.demo.environment,
    );
    kill = () => run.kill('SIGKILL');
    const { directory } = await run.ended;
    kill = undefined;
    const again = await runConformance(['--report', join(directory, 'record.ndjson')]);
    expect(again.code).toBe(2);
    expect((await again.report()).targets.map(({ name, url }) => ({ name, url }))).toEqual([
      { name: 'wickr-1', url: running.url },
      { name: 'wickr-2', url: other },
    ]);
    expect((await again.report()).targets[1]?.reasons).toContainEqual(
      expect.objectContaining({ code: 'cutRecord' }),
    );
    // What the killed run has left does not keep the next one out of the folder.
    const next = await runConformance([
      'wickr',
      '--only',
      'getOidcInfo',
      '--quick',
      '--report-dir',
      directory,
    ]);
    expect(next.code).toBe(0);
  });

  test('that is damaged gives a sentence', { timeout: limit }, async () => {
    const { directory } = await runConformance(['wickr', '--only', 'getOidcInfo.none.security']);
    const path = join(directory, 'record.ndjson');
    await appendFile(path, '{"event":"check","target":"wickr","check":null}\n{}\n{}\n');
    const unread = await runConformance(['--report', path]);
    expect(unread.err).toMatch(/^\S+ is no record of a run: line \d+ is no event of a run\n$/);
    const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -3);
    await writeFile(path, lines.join('\n'));
    const damaged = await runConformance(['--report', path]);
    expect(damaged.err).toBe(`${path}: the record is damaged, and no report can be made\n`);
    expect(damaged.code).toBe(2);
  });

  test('is not written by two runs at a time', { timeout: limit }, async () => {
    let second: ReturnType<typeof runConformance> | undefined;
    let directory = '';
    const mock = await newMock('wickr', {
      onExchange: () => {
        second ??= runConformance(['pvwa', '--report-dir', directory]);
      },
    });
    await using running = await mock.start();
    directory = await mkdtemp(join(tmpdir(), 'conformance-folder-'));
    const first = await runConformance(
      [
        'wickr',
        '--target',
        running.url,
        '--requests-per-second',
        '15',
        '--max-requests',
        '60',
        '--report-dir',
        directory,
      ],
      mock.demo.environment,
    );
    const refused = await second;
    expect(refused?.err).toMatch(
      /process \d+ since \S+ is writing its reports there; name another folder/,
    );
    expect(refused?.code).toBe(2);
    expect(first.code).toBe(2);
    expect(await readFile(join(directory, 'record.ndjson'), 'utf8')).not.toContain('"pvwa"');
  });
});

test('a report says what ran, where, when, and by which words', { timeout: limit }, async () => {
  const { report, directory } = await runConformance([
    'wickr',
    '--only',
    'getOidcInfo.none.security',
    '--seed',
    '3',
  ]);
  const { tool, started, ended, targets } = await report();
  expect(tool).toMatchObject({ node: process.version, version: manifest.version });
  expect(tool.timeZone).not.toBe('');
  expect(tool.command?.slice(2)).toEqual([
    'wickr',
    '--only',
    'getOidcInfo.none.security',
    '--seed',
    '3',
  ]);
  expect(Date.parse(ended)).toBeGreaterThanOrEqual(Date.parse(started));
  expect(targets[0]?.specificationHash).toMatch(/^[0-9a-f]{64}$/);
  for (const name of ['index.html', 'junit.xml', 'ctrf.json'])
    expect(await readFile(join(directory, name), 'utf8')).toContain(targets[0]?.specificationHash);
});
