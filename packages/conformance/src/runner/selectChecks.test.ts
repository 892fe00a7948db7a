import type { Contract } from '@oidc-admin/contract';
import { beforeAll, expect, test } from 'vitest';
import { demonstration } from '../testing/checkAll.ts';
import { checkOnly, selectChecks } from './selectChecks.ts';

let contract: Contract;

beforeAll(async () => {
  ({ contract } = await demonstration('pvwa'));
});

function idsOf(...only: string[]): readonly string[] {
  return selectChecks(contract, { only }).checks.map(({ id }) => id);
}

test('a clause selects its variants, with or without the API in front; a check is one', () => {
  const own = idsOf('pvwa.updateProvider.clientId.maxLength');
  expect(own.length).toBeGreaterThan(1);
  for (const id of own) expect(id).toMatch(/^pvwa\.updateProvider\.clientId\.maxLength\//);
  expect(idsOf('updateProvider.clientId.maxLength')).toEqual(own);
  expect(idsOf(own[0] ?? '')).toEqual([own[0]]);
});

test('a star stands for any characters', () => {
  const limits = idsOf('*.maxLength');
  expect(limits).toEqual(expect.arrayContaining([...idsOf('addProvider.id.maxLength')]));
  expect(limits.filter((id) => !/\.maxLength(?:\/|$)/.test(id))).toEqual([]);
  expect(idsOf('provider.*')).toEqual(idsOf('provider'));
  expect(idsOf('updateProv*', 'logoff')).toEqual(
    selectChecks(contract, {})
      .checks.filter(({ operation }) => operation === 'updateProvider' || operation === 'logoff')
      .map(({ id }) => id),
  );
});

test('a clause that no check is named after is checked by those that see it', () => {
  const shown = contract.clauses.find(
    ({ group, operation }) => group === 'response' && operation === 'getProvider',
  );
  const ids = idsOf(shown?.id ?? '');
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.filter((id) => !id.startsWith('pvwa.getProvider.'))).toEqual([]);
});

test.each([
  ['updateProvidr', 'nearest: updateProvider, '],
  ['updateProvider.clientId.maxLenght', 'nearest: updateProvider.clientId.maxLength, '],
  ['pvwa.provider.replacd', 'nearest: pvwa.provider.replaced, '],
  ['*.maxLenght', 'no operation, resource, clause or check'],
  ['a.b+', 'no operation, resource, clause or check'],
])('%s means nothing, and what is near is named', (name, message) => {
  expect(() => checkOnly([name], [contract])).toThrow(message);
});
