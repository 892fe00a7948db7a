import type { CheckResult } from '../src/reports/checkResult.ts';
import type { Contract, Report } from '../src/reports/report.ts';
import { targetReport } from '../src/reports/targetReport.ts';
import { wholeReport } from '../src/reports/wholeReport.ts';
import { contractOf } from '../src/runner/apis.ts';

/** A text that breaks a page, a shell line or an XML file where it is not escaped. */
export const nasty = `</script><img src=x onerror="alert(1)">&amp;'"\u0000$(id)\`id\``;

const exchange = (status: number): CheckResult['exchanges'][number] => ({
  request: {
    method: 'PUT',
    url: 'https://pvwa.example.com/PasswordVault/api/Configuration/OIDC/Providers/a/',
    headers: { 'content-type': 'application/json', authorization: '[redacted]' },
    body: JSON.stringify({ clientId: 'x'.repeat(101), description: nasty }),
  },
  response: {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ nasty }),
  },
  milliseconds: 3,
  sender: { principal: 'admin' },
});

const passed = (id: string): CheckResult => ({
  id,
  api: 'pvwa',
  clauses: [id],
  status: 'passed',
  mismatches: [],
  exchanges: [exchange(400)],
  milliseconds: 3,
});

/** Results for every clause: one failed, one warned, one not run, the others passed. */
export const sampleResults = (contract: Contract): CheckResult[] =>
  contract.clauses.map(({ id }, index): CheckResult => {
    if (id === 'pvwa.updateProvider.clientId.maxLength')
      return {
        ...passed(id),
        status: 'failed',
        mismatches: [
          {
            clause: id,
            binding: 'MUST',
            message: `refused with 400 ${nasty}`,
            expected: 400,
            actual: 200,
            exchange: 0,
          },
        ],
        exchanges: [exchange(200)],
      };
    if (id === 'pvwa.provider.distinctCase')
      return {
        ...passed(id),
        status: 'warned',
        mismatches: [
          {
            clause: id,
            binding: 'SHOULD',
            message: 'two providers',
            expected: ['a', 'A'],
            actual: ['a'],
          },
        ],
      };
    return index === 0
      ? {
          ...passed(id),
          status: 'notRun',
          reason: 'PVWA_AUDITOR_USERNAME is not set',
          missing: 'PVWA_AUDITOR_USERNAME',
          exchanges: [],
        }
      : passed(id);
  });

/** A report as a run would make it, with texts in it that try to break out. */
export const sampleReport = async (): Promise<Report> => {
  const contract = await contractOf('pvwa');
  const target = targetReport({
    contract,
    target: { name: 'pvwa', url: 'https://pvwa.example.com/PasswordVault', embedded: false },
    level: 'disposable',
    planned: contract.clauses.map(({ id }) => ({ id, clauses: [id], needs: 'default' })),
    results: sampleResults(contract),
    reasons: [],
    expected: [],
    reproduce: ({ id }) => ({ reproduce: `pnpm conformance pvwa --replay ${id} '${nasty}'` }),
  });
  return wholeReport([target], {
    started: '2026-11-23T10:00:00.000Z',
    milliseconds: 1234,
    seed: 42,
    expected: [],
  });
};
