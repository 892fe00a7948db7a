import { expect, test } from 'vitest';
import { demonstration } from '../testing/checkAll.ts';
import { sampleResults } from '../testing/sampleReport.ts';
import { clauseReports } from './clauseReports.ts';
import type { CheckReport } from './report.ts';

const id = 'pvwa.getProvider.200.description.propertyType';

function withBody(result: CheckReport, body: string): CheckReport {
  return {
    ...result,
    exchanges: result.exchanges.map((one) => ({
      ...one,
      ...(one.response && { response: { ...one.response, body } }),
    })),
  };
}

test('what is said of a property has passed where its own check saw none, and another check that passed did', async () => {
  const { contract } = await demonstration('pvwa');
  const planned = contract.clauses.map((one) => ({
    id: one.id,
    clauses: [one.id],
    needs: 'default' as const,
  }));
  const results = sampleResults(contract);
  const own = results.find((one) => one.id === id)?.exchanges ?? [];
  const withoutIt = results.map((one) => (one.id === id ? withBody(one, '{}') : one));
  const whereShownBy = (status?: 'passed' | 'failed') =>
    clauseReports(
      contract,
      planned,
      withoutIt.map((one) =>
        status !== undefined && one.id === 'pvwa.provider.replaced'
          ? { ...one, status, exchanges: [...one.exchanges, ...own] }
          : one,
      ),
      'disposable',
      new Map(),
    ).find((one) => one.id === id);
  expect(whereShownBy()).toMatchObject({ status: 'notRun', reason: 'no response showed it' });
  expect(whereShownBy('passed')?.status).toBe('passed');
  expect(whereShownBy('failed')?.status).toBe('notRun');
});
