import { describe, expect, test } from 'vitest';

import { apis } from '../testing/generated/apis.ts';
import { checksOf } from './checksOf.ts';
import { demonstration } from '../testing/checkAll.ts';
import type { ApiName } from '../testing/checkAll.ts';

describe.each(Object.keys(apis) as ApiName[])('the list of checks of %s', (api) => {
  test('has a check for every clause, and speaks of no other', async () => {
    const { contract } = await demonstration(api);
    const verified = new Set(checksOf(contract).flatMap(({ clauses }) => clauses));
    const clauses = contract.clauses.map(({ id }) => id);
    expect(clauses.filter((id) => !verified.has(id))).toEqual([]);
    expect([...verified].filter((id) => !clauses.includes(id))).toEqual([]);
  });

  test('is the same each time, with an id of its own for each check', async () => {
    const [one, other] = [await demonstration(api), await demonstration(api)];
    const ids = checksOf(one.contract).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(checksOf(other.contract).map(({ id }) => id)).toEqual(ids);
  });

  test('puts every check into the module of one operation or one resource', async () => {
    const { contract } = await demonstration(api);
    for (const { operation, resource } of checksOf(contract))
      expect([operation, resource].filter((one) => one !== undefined)).toHaveLength(1);
  });

  test('asks for nothing at the default level that could change the target', async () => {
    const { contract } = await demonstration(api);
    const changing = contract.operations
      .filter(({ changes, action }) => changes && action.does !== 'open' && action.does !== 'close')
      .map(({ id }) => id);
    const harmless = checksOf(contract).filter(({ needs }) => needs === 'default');
    // An unknown method at the path of such an operation is a GET.
    const ids = harmless
      .filter(({ operation = '' }) => changing.includes(operation))
      .map(({ id }) => id);
    expect(ids.filter((id) => !id.endsWith('.method/GET'))).toEqual([]);
  });
});
