import { expect, test } from 'vitest';
import { newMock } from './apiEntry.ts';
import { runConformance } from './testing/conformanceCommand.ts';

const counted =
  /(\d+) requests would be sent; none was. Listed are (\d+) of the checks; the others look/;

test('a dry run counts every request that a run sends', { timeout: 60_000 }, async () => {
  const mock = await newMock('wickr');
  await using running = await mock.start();
  const args = ['wickr', '--target', running.url, '--seed', '3'];
  const dry = await runConformance([...args, '--dry-run'], mock.demo.environment);
  expect(mock.requests).toEqual([]);
  const [, all = '', listed = ''] = counted.exec(dry.err) ?? [];
  expect(dry.out.trimEnd().split('\n')).toHaveLength(Number(listed));
  await runConformance(args, mock.demo.environment);
  expect(Number(all)).toBe(mock.requests.length);
});

test('a dry run counts sign-ins as well', { timeout: 60_000 }, async () => {
  const { PVWA_USERNAME = '', PVWA_PASSWORD = '' } = (await newMock('pvwa')).demo.environment;
  const args = ['pvwa', '--target', 'http://127.0.0.1:1', '--dry-run', '--only', 'listProviders'];
  const { code, err } = await runConformance(args, { PVWA_USERNAME, PVWA_PASSWORD });
  expect(code).toBe(0);
  const [, all = '', listed = ''] = counted.exec(err) ?? [];
  // To look whether it answers, and to log on and off before the checks.
  expect(Number(all)).toBeGreaterThanOrEqual(Number(listed) + 3);
});

test('a dry run says what is missing, as the run would', { timeout: 60_000 }, async () => {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = (await newMock('wickr')).demo
    .environment;
  const { code, out, err } = await runConformance(
    ['wickr', '--target', 'http://127.0.0.1:1', '--dry-run'],
    { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY },
  );
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain('wickr: not run for want of WICKR_NETWORK_ID (set WICKR_NETWORK_ID: ');
});
