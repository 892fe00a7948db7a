import { realisticFaults } from '@oidc-admin/mock/faults';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { mergingNotes, type Merging } from './merging.ts';
import { smallApi, strictRun } from './smallApi.ts';

const ways: readonly Merging[] = [
  { mediaType: 'application/merge-patch+json', replaced: false },
  { mediaType: 'application/merge-patch+json', replaced: true },
  { mediaType: 'application/json', replaced: false },
  { mediaType: 'application/vnd.notes+json', replaced: false },
];

test.each(ways)(
  'a strict run verifies every clause of a PATCH by $mediaType (a PUT beside: $replaced), and leaves nothing',
  async (way) => {
    const api = smallApi(await mergingNotes(way));
    const mock = api.mock();
    const { verdict, coverage, reasons } = await strictRun(api, mock);
    const all = api.contract.clauses.length;
    expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
    expect(coverage).toMatchObject({ clauses: all, run: all });
    expect(mock.state.read().resources).toEqual({ note: {} });
  },
);

test('what a server does wrong with a PATCH is found', { timeout: 300_000 }, async () => {
  const { contract, faulty } = smallApi(
    await mergingNotes({ mediaType: 'application/merge-patch+json', replaced: false }),
  );
  const spoken = new Set(
    contract.clauses
      .filter(({ operation, group }) => operation === 'changeNote' || group === 'sequence')
      .map(({ id }) => id),
  );
  const faults = [
    ...mutantsOf(contract),
    ...realisticFaults(contract),
    ...variantMutantsOf(contract),
  ].filter(({ breaks: [first = ''] }) => spoken.has(first));
  await using server = faulty(faults);
  const missed: string[] = [];
  for (const { name: fault, breaks } of faults) {
    const finding = await server.find({ fault });
    if (!isFound({ name: fault, breaks }, finding) || finding.errors.length > 0) missed.push(fault);
  }
  expect(missed).toEqual([]);
  expect(faults.filter(({ breaks: [id = ''] }) => id.endsWith('.merged')).length).toBeGreaterThan(
    8,
  );
});
