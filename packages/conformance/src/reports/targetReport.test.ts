import { expect, test } from 'vitest';
import { demonstration } from '../testing/checkAll.ts';
import { sampleResults } from '../testing/sampleReport.ts';
import { targetReport } from './targetReport.ts';

test('what is expected to fail at one target is forgiven at no other one', async () => {
  const { contract } = await demonstration('pvwa');
  const verdictAt = (name: string) => {
    const { verdict } = targetReport({
      contract,
      target: { name, url: 'http://a', embedded: false },
      level: 'disposable',
      strict: false,
      planned: contract.clauses.map(({ id }) => ({ id, clauses: [id], needs: 'default' })),
      results: sampleResults(contract).filter(({ status }) => status !== 'notRun'),
      reasons: [],
      expected: [
        { clause: 'pvwa.updateProvider.clientId.maxLength', reason: 'old', target: 'staging' },
      ],
    });
    return verdict;
  };
  expect(verdictAt('staging')).toBe('expectedFailures');
  expect(verdictAt('production')).toBe('violations');
});
