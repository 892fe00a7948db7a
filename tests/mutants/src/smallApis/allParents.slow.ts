import { ContractError } from '@oidc-admin/contract';
import { realisticFaults } from '@oidc-admin/mock/faults';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { desksWithAll } from './desksWithAll.ts';
import { smallApi, strictRun, type Editable } from './smallApi.ts';

test('a list over all parents: a strict run verifies every clause, beside what others have', async () => {
  const api = smallApi(await desksWithAll());
  const note = (title: string) => ({ [title]: { title, text: 'Of others.' } });
  const theirs = { others: { room: 'A' }, more: { room: 'A' } };
  const mock = api.mock({
    seed: {
      resources: { desk: { '': theirs }, note: { others: note('theirs'), more: note('theirs') } },
    },
  });
  const { verdict, coverage, reasons } = await strictRun(api, mock);
  const all = api.contract.clauses.length;
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(coverage).toMatchObject({ clauses: all, run: all });
  expect(Object.keys(mock.state.read().resources['note'] ?? {})).toEqual(['others', 'more']);
});

test(
  'what a server does wrong with a list over all parents is found',
  { timeout: 300_000 },
  async () => {
    const { contract, faulty } = smallApi(await desksWithAll());
    // What has a wrong key is nobody's, as in a list below one parent: only that it lacks there is told.
    const about = /listed\/\w+\.listAll-|\.listAll-\w+\.200(?!.*title.propertyValue)/;
    const faults = [
      ...mutantsOf(contract),
      ...realisticFaults(contract),
      ...variantMutantsOf(contract),
    ].filter(({ name }) => about.test(name));
    await using server = faulty(faults);
    const missed: string[] = [];
    for (const { name, breaks } of faults) {
      const finding = await server.find({ fault: name });
      if (!isFound({ name, breaks }, finding) || finding.errors.length > 0)
        missed.push(`${name}: ${finding.clauses.join(' ')} ${finding.errors.join(' ')}`);
    }
    expect(missed).toEqual([]);
    expect(faults.filter(({ name }) => name.includes('ParentOnly'))).toHaveLength(4);
  },
);

test.each([
  ['a list below one parent', '/desks/{desk}/notes', /lists what stands below one desk/],
  ['a second one', '/papers', /listAll-notes already does listAll note/],
])('%s is no list over all parents', async (_, path, reason) => {
  const document = await desksWithAll();
  const paths = document['paths'] as Record<string, Record<string, Editable>>;
  Object.assign(paths[path]?.['get'] ?? {}, { 'x-action': { listAll: 'note' } });
  expect(() => smallApi(document)).toThrow(ContractError);
  expect(() => smallApi(document)).toThrow(reason);
});
