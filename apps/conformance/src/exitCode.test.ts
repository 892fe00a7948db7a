import { describe, expect, test } from 'vitest';
import { newMock } from './apiEntry.ts';
import { runConformance } from './testing/conformanceCommand.ts';

const limit = 120_000;

describe('--accept-incomplete', () => {
  const endedWith = async (
    variables: Readonly<Record<string, string>>,
    flags: readonly string[],
  ) => {
    const mock = await newMock('pvwa');
    await using running = await mock.start();
    return await runConformance(
      ['pvwa', '--target', running.url, '--disposable', '--quick', '--accept-incomplete', ...flags],
      {
        ...mock.demo.environment,
        ...variables,
      },
    );
  };

  test('forgives a missing credential', { timeout: limit }, async () => {
    const { code, report } = await endedWith({ PVWA_AUDITOR_PASSWORD: '' }, []);
    expect((await report()).targets[0]?.reasons.map((reason) => reason.code)).toEqual([
      'missingVariable',
    ]);
    expect(code).toBe(0);
  });

  test('forgives nothing else, such as a run that was cut short', { timeout: limit }, async () => {
    const { code, report } = await endedWith({ PVWA_AUDITOR_PASSWORD: '' }, [
      '--max-requests',
      '20',
    ]);
    expect((await report()).verdict).toBe('incomplete');
    expect(code).toBe(2);
  });
});

test('a run that verifies nothing is incomplete, not conformant', { timeout: limit }, async () => {
  const mock = await newMock('pvwa');
  await using running = await mock.start();
  const args = ['pvwa', '--target', running.url, '--only', 'updateProvider', '--accept-incomplete'];
  const { code, report, out } = await runConformance(args, mock.demo.environment);
  expect((await report()).targets[0]?.reasons).toMatchObject([{ code: 'nothingVerified' }]);
  expect(out).toContain(
    'nothing was verified: all that was selected needs the level --allow-writes',
  );
  expect(mock.requests).toEqual([]);
  expect(code).toBe(2);
});
