import { describe, expect, test } from 'vitest';
import { newMock } from './apiEntry.ts';
import { readArguments } from './readArguments.ts';
import { selectTargets } from './selectTargets.ts';
import { runConformance } from './testing/conformanceCommand.ts';

function select(...args: string[]) {
  const command = readArguments(args, ['pvwa', 'wickr']);
  if (command.does !== 'run') throw new Error(`not a run but ${command.does}`);
  return selectTargets(command.options);
}

describe('a replay', () => {
  test('runs at the one API that has the check', async () => {
    const one = await select('--replay', 'pvwa.provider.replaced/updateProvider');
    expect(one).toMatchObject({ targets: [{ api: 'pvwa' }], only: [] });
    const other = await select('--replay', 'wickr.getOidcInfo.none.security', '--only', 'x');
    expect(other).toMatchObject({ targets: [{ api: 'wickr' }], only: [] });
  });

  test.each([
    [
      'pvwa.provider.replacd/updateProvider',
      'no check pvwa.provider.replacd/updateProvider; close: pvwa.provider.replaced/updateProvider',
    ],
    ['pvwa.provider.concurrent', 'close: pvwa.provider.concurrent/reads, '],
    ['wickr.getOidcInfo.non.security', 'close: wickr.getOidcInfo.none.security'],
  ])('of %s names what is close', async (id, message) => {
    await expect(select('--replay', id)).rejects.toThrow(message);
  });

  test('leaves a run that replays nothing as it is', async () => {
    expect(await select('pvwa', '--seed', '1')).toMatchObject({ only: [] });
  });
});

test(
  'an unknown check ends with 2 before anything is sent or written',
  { timeout: 60_000 },
  async () => {
    const mock = await newMock('pvwa');
    await using running = await mock.start();
    const { code, out, err } = await runConformance(
      ['pvwa', '--target', running.url, '--replay', 'pvwa.no.such.check'],
      mock.demo.environment,
    );
    expect(code).toBe(2);
    expect(err).toMatch(/^--replay pvwa.no.such.check: no check pvwa.no.such.check; close: pvwa\./);
    expect(out).toBe('');
    expect(mock.requests).toEqual([]);
  },
);

test(
  'the progress of a replay lists what it runs, and nothing else',
  { timeout: 60_000 },
  async () => {
    const { code, err, report } = await runConformance([
      '--replay',
      'pvwa.provider.replaced/updateProvider',
    ]);
    expect(code).toBe(0);
    expect(err).toMatch(/^pvwa provider: 1 check: 1 passed\nThe report is in \S+\n$/);
    expect((await report()).targets.map(({ name }) => name)).toEqual(['pvwa']);
  },
);
