import { describe, expect, test } from 'vitest';
import { checkAll } from '../testing/checkAll.ts';
import { apis } from '../testing/generated/apis.ts';
import { sampleReport } from '../testing/sampleReport.ts';
import { reportPages } from './html/reportPages.ts';
import { junit } from './junit.ts';
import type { CheckReport, Report } from './report.ts';
import { stepsOf, stepText } from './steps.ts';
import { terminalFailures } from './terminalFailures.ts';

/** The checks of some clauses at a mock with a fault. */
async function checksAt(fault: string, wanted: (id: string) => boolean) {
  const mock = (await apis.pvwa.createMock())({ faults: await apis.pvwa.faults() });
  await using running = await mock.start();
  mock.faults.on(fault);
  const { results } = await checkAll('pvwa', running.url, { wanted: ({ id }) => wanted(id) });
  return results;
}

describe('a difference', () => {
  test('names the exchange in which it was seen', async () => {
    const [check] = await checksAt(
      'merge-instead-of-replace:provider',
      (id) => id === 'pvwa.provider.replaced/updateProvider',
    );
    const { mismatches = [], exchanges = [] } = check ?? {};
    expect(mismatches.length).toBeGreaterThan(1);
    for (const { exchange = -1, message } of mismatches) {
      const [, property = ''] = /^\/(\w+) /.exec(message) ?? [];
      const { request, response } = exchanges[exchange] ?? {};
      expect(request?.method).toBe('GET');
      expect(response?.status).toBe(200);
      expect(Object.keys(JSON.parse(response?.body ?? '') as object)).toContain(property);
    }
  });

  test('of overlapping and of random requests names one as well', async () => {
    const results = await checksAt('merge-instead-of-replace:provider', (id) =>
      /concurrent\/replaces|random/.test(id),
    );
    const found = results.flatMap(({ mismatches, exchanges }) =>
      mismatches.map(({ exchange = -1, message }) => ({ exchange: exchanges[exchange], message })),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { exchange, message } of found) {
      const [, property = ''] = /\/(\w+) is /.exec(message) ?? [];
      expect(exchange?.response?.body).toContain(`"${property}":`);
    }
  });
});

describe('a report', () => {
  const failing = 'pvwa.updateProvider.clientId.maxLength';

  /** The sample, where the failure was seen in the second of three requests. */
  const threeSteps = async (): Promise<{ report: Report; check: CheckReport }> => {
    const sample = await sampleReport();
    const [target] = sample.targets;
    const check = target?.checks.find(({ id }) => id === failing);
    const [one] = check?.exchanges ?? [];
    if (target === undefined || check === undefined || one === undefined)
      throw new Error('The sample has a failure');
    const answered = (status: number) => ({
      ...one,
      response: { status, headers: {}, body: '' },
    });
    const changed: CheckReport = {
      ...check,
      exchanges: [answered(201), answered(200), answered(204)],
      mismatches: check.mismatches.map((mismatch) => ({ ...mismatch, exchange: 1 })),
    };
    const checks = target.checks.map((other) => (other.id === failing ? changed : other));
    return { report: { ...sample, targets: [{ ...target, checks }] }, check: changed };
  };

  test('shows that exchange on the terminal, in junit.xml and on the page', async () => {
    const { report, check } = await threeSteps();
    const { url } = check.exchanges[1]?.request ?? { url: '' };
    const text = `step 2 of 3: PUT ${url}, as admin, answered 200`;
    for (const shown of [
      terminalFailures(report, 100),
      junit(report),
      reportPages(report).get('index.html') ?? '',
    ]) {
      expect(shown).toContain(text);
      expect(shown).not.toContain('answered 204');
    }
    const page = reportPages(report).get('index.html') ?? '';
    expect(page).toContain(`<a href="#step~pvwa~${failing}~2">`);
    expect(page).toContain(`id="step~pvwa~${failing}~2"`);
    expect(page.match(/<strong>differs<\/strong>/g)).toHaveLength(1);
    expect(page).toContain('<summary>step 2 of 3 <strong>differs</strong>');
  });

  test('puts the differences of one exchange together, the first exchange first', async () => {
    const { check } = await threeSteps();
    const [mismatch] = check.mismatches;
    if (mismatch === undefined) throw new Error('The sample has a difference');
    const at = (exchange: number) => ({ ...mismatch, exchange });
    const steps = stepsOf(check, [at(2), at(0), at(2)]);
    expect(steps.map(({ index, mismatches }) => [index, mismatches.length])).toEqual([
      [0, 1],
      [2, 2],
    ]);
    expect(stepText(check, undefined)).toBe('');
  });
});
