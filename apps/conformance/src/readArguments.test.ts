import { UsageError } from '@oidc-admin/client/terminal';
import { describe, expect, test } from 'vitest';
import type { RunArguments } from './conformanceCommand.ts';
import { readArguments } from './readArguments.ts';

function read(...args: string[]) {
  return readArguments(args, ['pvwa', 'wickr']);
}

function options(...args: string[]): RunArguments {
  const command = read(...args);
  if (command.does !== 'run') throw new Error(`not a run but ${command.does}`);
  return command.options;
}

describe('targets', () => {
  test.each<[string[], RunArguments['targets']]>([
    [[], [{ api: 'pvwa' }, { api: 'wickr' }]],
    [['wickr'], [{ api: 'wickr' }]],
    [['--', 'wickr'], [{ api: 'wickr' }]],
    [['pvwa', '--target', 'http://a'], [{ api: 'pvwa', url: 'http://a' }]],
    [['--target', 'pvwa=http://a'], [{ api: 'pvwa', url: 'http://a' }]],
    [
      [
        '--target',
        'pvwa=http://a/?x=y',
        '--target',
        'pvwa=https://b',
        '--target',
        'wickr=https://c',
      ],
      [
        { api: 'pvwa', url: 'http://a/?x=y' },
        { api: 'pvwa', url: 'https://b' },
        { api: 'wickr', url: 'https://c' },
      ],
    ],
    [
      ['pvwa', 'wickr', '--target', 'pvwa=http://a'],
      [{ api: 'pvwa', url: 'http://a' }, { api: 'wickr' }],
    ],
  ])('%j', (args, targets) => {
    expect(options(...args).targets).toEqual(targets);
  });

  test('are checked at the level that was named, and at none unless one was', () => {
    expect(options('pvwa', '--target', 'http://a').level).toBeUndefined();
    expect(options('pvwa', '--target', 'http://a', '--allow-writes').level).toBe('allowWrites');
    expect(options('pvwa', '--target', 'http://a', '--disposable').level).toBe('disposable');
  });
});

test('a seed is read; where none is given, the run makes one up', () => {
  expect(options('--seed', '7').seed).toBe(7);
  expect(options().seed).toBeUndefined();
});

test('numbers and parts', () => {
  expect(
    options(
      '--timeout',
      '0.5',
      '--requests-per-second',
      '2.5',
      '--max-requests',
      '40',
      '--shard',
      '2/3',
    ),
  ).toMatchObject({
    timeoutMs: 500,
    requestsPerSecond: 2.5,
    maxRequests: 40,
    shard: { index: 2, count: 3 },
  });
});

test('other commands', () => {
  expect(read('pvwa', '-h')).toMatchObject({
    does: 'help',
    text: expect.stringContaining('--max-requests <N>') as string,
  });
  expect(read('pvwa', '--strict')).toMatchObject({ options: { strict: true } });
  expect(read('--list')).toEqual({ does: 'list', apis: ['pvwa', 'wickr'] });
  expect(read('--list-faults', 'wickr')).toEqual({ does: 'listFaults', apis: ['wickr'] });
  expect(read('--compare', 'a.json', 'b.json')).toEqual({
    does: 'compare',
    before: 'a.json',
    after: 'b.json',
  });
});

test('records are those of all shards only where they are merged', () => {
  expect(options('--merge', 'a', 'b')).toMatchObject({ records: ['a', 'b'], merged: true });
  expect(options('--report', 'a')).toMatchObject({ records: ['a'], merged: false });
  expect(options().records).toBeUndefined();
});

test.each<[string[], string]>([
  [['github'], "'github' is no API; there are pvwa and wickr"],
  [['--target', 'http://a'], 'which API is that?'],
  [['pvwa', 'wickr', '--target', 'http://a'], 'write --target pvwa=URL'],
  [['pvwa', '--target', 'wickr=http://a'], "'wickr' is not among pvwa"],
  [['pvwa', '--target', 'ftp://a'], 'no http or https URL'],
  [['pvwa', '--target', 'nowhere'], 'no http or https URL'],
  [['pvwa', '--allow-writes', '--disposable'], 'cannot be used with'],
  [['--seed', 'x'], "'--seed <N>' argument 'x' is invalid. Right is a whole number from 0"],
  [['--seed', '-1'], '--seed'],
  [['--max-requests', '0'], 'Right is a whole number from 1'],
  [['--timeout', '0'], 'Right is a number from 0.001'],
  [['--shard', '4/3'], 'Right is i/n'],
  [['--shard', '1'], 'Right is i/n'],
  [['--colour'], "'--colour'"],
  [['--compare', 'a.json'], 'two reports'],
  [['--report', 'a', '--merge', 'b'], 'cannot be used with'],
  [['--report', 'a', '--dry-run'], 'cannot be used with'],
  [['--merge', 'a', 'b', '--shard', '1/2'], 'cannot be used with'],
  [['pwa'], "'pwa' is no API; there are pvwa and wickr; nearest: pvwa"],
  [['--allow-write'], 'Did you mean --allow-writes?'],
  [['pvwa', '--target', 'http://a', '--fault', 'x'], 'for the embedded mocks'],
])('%j is refused', (args, message) => {
  expect(() => read(...args)).toThrow(UsageError);
  expect(() => read(...args)).toThrow(message);
});

test.each<string[]>([
  ['pvwa', '--target', 'https://user:hunter2@pvwa.example.com'],
  ['pvwa', '--target', 'https:/user:hunter2@pvwa.example.com:port'],
  ['pvwa', '--target', 'user:hunter2@pvwa.example.com'],
  ['pvwa', '--target', 'https://user:hunter2@pvwa example'],
  ['--target', 'pvwa=user:hunter2@pvwa.example.com'],
  ['--target', 'wickr=https://user:hunter2@['],
  ['pvwa', 'https://user:hunter2@pvwa.example.com'],
  ['pvwa', '--traget=https://user:hunter2@pvwa.example.com'],
  ['--target', 'https://pvwa.example.com?key=hunter2'],
  ['pvwa', '--target', 'wickr=https://pvwa.example.com?key=hunter2'],
])('%j is refused without being repeated', (...args) => {
  const attempt = () => read(...args);
  expect(attempt).toThrow(UsageError);
  expect(attempt).not.toThrow('hunter2');
});
