import type { Clause, Contract, JsonValue } from '@oidc-admin/contract';
import type { CheckReport, Report } from '../reports/report.ts';
import { targetReport } from '../reports/targetReport.ts';
import { wholeReport } from '../reports/wholeReport.ts';
import { demonstration } from './checkAll.ts';

/** A text that breaks a page, a shell line or an XML file where it is not escaped. */
export const nasty = `</script><img src=x onerror="alert(1)">&amp;'"\u0000$(id)\`id\``;

/** A body in which a property stands: `Providers[].id` in the one element of a list. */
function showing(element: string): JsonValue {
  const steps = element.split(/\.|(?=\[\])/).filter((step) => step !== '$' && step !== '');
  return steps.reduceRight<JsonValue>(
    (inner, step) => (step === '[]' ? [inner] : { [step]: inner, nasty }),
    { nasty },
  );
}

function exchange(
  operation: string,
  status: number,
  element = '$',
): CheckReport['exchanges'][number] {
  return {
    operation,
    request: {
      method: 'PUT',
      url: 'https://pvwa.example.com/PasswordVault/api/Configuration/OIDC/Providers/a/',
      headers: { 'content-type': 'application/json', authorization: '[redacted]' },
      body: JSON.stringify({ clientId: 'x'.repeat(101), description: nasty }),
    },
    response: {
      status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(showing(element)),
    },
    milliseconds: 3,
    ...(status < 300 && { right: true }),
    sender: { principal: 'admin' },
  };
}

function passed({ id, operation = '', status = 400, element }: Clause): CheckReport {
  return {
    id,
    api: 'pvwa',
    clauses: [id],
    status: 'passed',
    mismatches: [],
    exchanges: [exchange(operation, status, element)],
    milliseconds: 3,
  };
}

/** Results for every clause: one failed, one warned, one not run, the others passed. */
export function sampleResults(contract: Contract): CheckReport[] {
  return contract.clauses.map((clause, index): CheckReport => {
    const { id } = clause;
    if (id === 'pvwa.updateProvider.clientId.maxLength')
      return {
        ...passed(clause),
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
        exchanges: [exchange('updateProvider', 200)],
      };
    if (id === 'pvwa.provider.distinctCase')
      return {
        ...passed(clause),
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
          ...passed(clause),
          status: 'notRun',
          reason: 'PVWA_AUDITOR_USERNAME is not set',
          missing: 'PVWA_AUDITOR_USERNAME',
          exchanges: [],
        }
      : passed(clause);
  });
}

/** A report as a run would make it, with texts in it that try to break out. */
export async function sampleReport(): Promise<Report> {
  const { contract } = await demonstration('pvwa');
  const target = targetReport({
    contract,
    target: { name: 'pvwa', url: 'https://pvwa.example.com/PasswordVault', embedded: false },
    level: 'disposable',
    strict: false,
    planned: contract.clauses.map(({ id }) => ({ id, clauses: [id], needs: 'default' })),
    results: sampleResults(contract).map((result) =>
      result.status === 'failed' || result.status === 'warned'
        ? { ...result, reproduce: `pnpm conformance pvwa --replay ${result.id} '${nasty}'` }
        : result,
    ),
    reasons: [],
    expected: [],
  });
  return wholeReport([target], {
    started: '2026-11-23T10:00:00.000Z',
    ended: '2026-11-23T10:00:01.234Z',
    tool: { version: '1.2.3', node: 'v24.0.0', timeZone: 'Europe/Berlin', command: ['pvwa'] },
    milliseconds: 1234,
    seed: 42,
    expected: [],
  });
}
