import { expect, test } from 'vitest';
import { reportOf } from '../reports/reportOf.ts';
import { terminalFailures } from '../reports/terminalFailures.ts';
import { terminalSummary } from '../reports/terminalSummary.ts';
import { apis } from '../testing/generated/apis.ts';
import { run } from './run.ts';
import type { RunEvent } from './runEvent.ts';

/** The report on a mock with a fault. */
async function reportOn(fault: string, strict: boolean) {
  const mock = (await apis.pvwa.createMock())({ faults: await apis.pvwa.faults() });
  mock.faults.on(fault);
  await using running = await mock.start();
  const { contract, demo } = mock;
  const access = await apis.pvwa.access();
  const target = { url: running.url, contract, access, environment: demo.environment };
  const options = { seed: 1, level: 'disposable', strict, only: ['updateProvider'] } as const;
  const events: RunEvent[] = [];
  for await (const event of run(target, options)) events.push(event);
  return reportOf([events], { contractOf: () => contract });
}

const documented = 'limit-one-too-high:updateProvider.clientId';
const ours = 'crash-on-malformed-json';

test.each([false, true])('what breaks the vendor fails, strict or not (%s)', async (strict) => {
  const report = await reportOn(documented, strict);
  expect(report.verdict).toBe('violations');
  expect(report.targets[0]?.broken.documented).toBeGreaterThan(0);
  expect(terminalSummary(report)).toContain('breaks what the vendor or a standard documents: ');
  expect(terminalFailures(report, 100)).toContain(
    '(MUST, documented by the vendor or a standard: ',
  );
});

test('what differs from our reading warns, and fails where the run is strict', async () => {
  const report = await reportOn(ours, false);
  expect(report.targets[0]?.verdict).toBe('conformant');
  expect(report.targets[0]?.broken).toMatchObject({ documented: 0, observed: 0 });
  expect(report.targets[0]?.broken.reading).toBeGreaterThan(0);
  expect(report.targets[0]?.clauses.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(terminalFailures(report, 100)).toContain('(SHOULD, our reading: ');

  const strictly = await reportOn(ours, true);
  expect(strictly.verdict).toBe('violations');
  expect(strictly.targets[0]?.strict).toBe(true);
  const failed = strictly.targets[0]?.checks.find(({ status }) => status === 'failed');
  expect(failed?.replay ?? failed?.reproduce).toContain(' --disposable --strict ');
  expect(strictly.targets[0]?.broken).toMatchObject({ documented: 0, observed: 0 });
  expect(terminalSummary(strictly)).toContain('differs from our reading: ');
});
