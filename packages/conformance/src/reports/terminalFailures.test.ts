import { expect, test } from 'vitest';
import { causeExamples } from '../testing/causeExamples.ts';
import { reportPages } from './html/reportPages.ts';
import type { CheckReport, Report } from './report.ts';
import { targetReport } from './targetReport.ts';
import { terminalFailures } from './terminalFailures.ts';
import { wholeReport } from './wholeReport.ts';

const { contract, check, asked } = await causeExamples('pvwa');

function reported(...results: readonly CheckReport[]): Report {
  const target = targetReport({
    contract,
    target: { name: 'pvwa', url: 'https://pvwa.example.com', embedded: false },
    level: 'disposable',
    strict: false,
    planned: contract.clauses.map(({ id }) => ({ id, clauses: [id], needs: 'default' })),
    results,
    reasons: [],
    expected: [],
  });
  const tool = { version: '1.2.3', node: 'v24.0.0', timeZone: 'Europe/Berlin' };
  const times = { started: '', ended: '', milliseconds: 1, seed: 1 };
  return wholeReport([target], { ...times, tool, expected: [] });
}

function shown(...results: readonly CheckReport[]): string {
  return terminalFailures(reported(...results), 100);
}

const status = { message: 'answered 404, where 200 is right', expected: '200', actual: 404 };
const read = asked('getProvider', 'GET', 404);

test('a finding of what a request leaves behind shows that request', () => {
  const text = shown(
    check('provider.separate/delete', { clause: 'provider.separate', ...status }, [
      asked('addProvider', 'POST', 201),
      asked('deleteProvider', 'DELETE', 204),
      asked('listProviders', 'GET', 200),
      read,
    ]),
  );
  expect(text).toContain('step 4 of 4: GET https://pvwa.example.com, as admin, answered 404');
  expect(text).toContain(
    'after step 2 of 4: DELETE https://pvwa.example.com, as admin, answered 204',
  );
});

test('a status that the sentence names is not shown once more, and a value is', () => {
  const wrongStatus = shown(
    check('getProvider.minimal', { clause: 'getProvider.200.status', ...status }, [read]),
  );
  expect(wrongStatus).toContain('answered 404, where 200 is right');
  expect(wrongStatus).not.toContain('expected');
  expect(wrongStatus).not.toContain('after step');
  const page = (...results: readonly CheckReport[]): string =>
    [...reportPages(reported(...results)).values()].join('');
  const wrong = check('getProvider.minimal', { clause: 'getProvider.200.status', ...status }, [
    read,
  ]);
  expect(page(wrong)).not.toContain('<div class="pair">');
  const value = { at: '/clientId', expected: 'a', actual: 'b' };
  expect(shown(check('provider.kept', { clause: 'provider.kept', ...value }, [read]))).toContain(
    'expected',
  );
});

test('of several checks the one is shown that the clause has itself', () => {
  const existence = 'updateProvider.path.id.existence';
  const taken = { clause: existence, message: 'answered 200, where 404 is right' };
  const update = asked('updateProvider', 'PUT', 200);
  const text = shown(
    check('provider.kept/random', taken, [asked('addProvider', 'POST', 201), update]),
    check(`${existence}/longer`, taken, [update]),
    check(existence, taken, [update]),
  );
  expect(text).toContain(`check pvwa.${existence}\n`);
  expect(text).not.toContain('check pvwa.provider.kept');
});

test('a server error of one operation is one finding, whatever the checks look for that met it', () => {
  const failing = (id: string, operation: string, actual: number): CheckReport => {
    const update = { ...asked(operation, 'PUT', actual), right: true };
    const symptom = `pvwa.${operation}.200.status`;
    const clause = id.split('/', 1)[0] ?? '';
    return check(id, { clause, symptom, expected: '200', actual }, [update]);
  };
  // Other requests of these operations are answered: they do not fail as a whole.
  const answered = ['updateProvider', 'getProvider'].map((operation): CheckReport => {
    const exchange = { ...asked(operation, 'PUT', 200), right: true };
    const one = check(`${operation}.minimal`, { clause: `${operation}.minimal` }, [exchange]);
    return { ...one, status: 'passed', mismatches: [] };
  });
  const findings = (...results: readonly CheckReport[]): number =>
    shown(...answered, ...results).match(/^FAILED /gm)?.length ?? 0;
  const kept = failing('provider.kept/updateProvider', 'updateProvider', 500);
  const deleted = 'provider.deleted/updated';
  expect(findings(kept, failing(deleted, 'updateProvider', 500))).toBe(1);
  expect(findings(kept, failing(deleted, 'updateProvider', 503))).toBe(2);
  expect(findings(kept, failing(deleted, 'getProvider', 500))).toBe(2);
});

test('a check that comes too late is one finding, whatever is answered instead', () => {
  const late = (operation: string, actual: number, rule: string): CheckReport =>
    check(
      `${operation}.order/permission`,
      {
        clause: `${operation}.order`,
        symptom: `pvwa.${operation}.${rule}`,
        expected: '403',
        actual,
      },
      [asked(operation, 'PUT', actual)],
    );
  const findings = (...results: readonly CheckReport[]): number =>
    shown(...results).match(/^FAILED /gm)?.length ?? 0;
  const update = late('updateProvider', 404, 'permission');
  expect(findings(update, late('addProvider', 400, 'permission'))).toBe(1);
  expect(findings(update, late('addProvider', 400, 'none.security'))).toBe(2);
});
