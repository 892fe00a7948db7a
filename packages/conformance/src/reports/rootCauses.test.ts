import { expect, test } from 'vitest';
import { demonstration } from '../testing/checkAll.ts';
import { sampleResults } from '../testing/sampleReport.ts';
import type { CheckReport } from './report.ts';
import { rootCauses } from './rootCauses.ts';

test('a secret that is shown is found, even by an operation that refuses everything', async () => {
  const { contract } = await demonstration('pvwa');
  const secret = contract.clauses.find(({ kind }) => kind === 'noOtherSecrets')?.id ?? '';
  const status = 'pvwa.updateProvider.200.status';
  const differing = { binding: 'MUST', message: '', expected: undefined, exchange: 0 } as const;
  const refused = sampleResults(contract)
    .filter(({ id }) => id === status)
    .map((result): CheckReport => ({
      ...result,
      status: 'failed',
      exchanges: result.exchanges.map((one) => ({
        ...one,
        right: true,
        response: { status: 500, headers: {}, body: '' },
      })),
      mismatches: [
        { ...differing, clause: status, actual: 500 },
        { ...differing, clause: 'pvwa.updateProvider.full', actual: 500 },
        { ...differing, clause: secret, actual: undefined },
      ],
    }));
  const found = rootCauses(contract, refused).flatMap(({ mismatches }) => mismatches);
  expect(found.map(({ clause }) => clause)).toEqual([status, secret]);
});
