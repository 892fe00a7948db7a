import { type Clause, ContractError, contractOf } from '@oidc-admin/contract';
import { realisticFaults } from '@oidc-admin/mock/faults';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

test.each([
  ['numbers', /x/g, 'x'],
  ['texts', /"type":"integer"(?=,"readOnly")|"type":"integer","minimum":1/g, '"type":"string"'],
])('%s: a strict run verifies every clause, and deletes all that it made', async (_, from, to) => {
  const text = JSON.stringify(await smallDocument('tickets')).replaceAll(from, to);
  const api = smallApi(JSON.parse(text) as Editable);
  const mock = api.mock();
  const { verdict, coverage, reasons } = await strictRun(api, mock);
  const all = api.contract.clauses.length;
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(coverage).toMatchObject({ clauses: all, run: all });
  const answered = (operation: string, status: number): number =>
    mock.requests.filter((one) => one.operation === operation && one.reply.status === status)
      .length;
  expect(answered('addTicket', 201)).toBeGreaterThan(50);
  expect(mock.state.read().resources).toEqual({ ticket: {} });
});

/** The rules between requests, and what tells one made key from another. */
const kinds: ReadonlySet<Clause['kind']> = new Set([
  'kept',
  'replaced',
  'listed',
  'deleted',
  'neverCreated',
  'refusedUnchanged',
  'readUnchanged',
  'separate',
  'existence',
]);

test('what a server does wrong with keys that it makes is found', async () => {
  const { contract, faulty } = smallApi(await smallDocument('tickets'));
  const ids = new Map(contract.clauses.map(({ id, kind }) => [id, kind]));
  const moving = variantMutantsOf(contract).filter(({ name }) => name.includes('serverMadeMoves'));
  expect(moving.length).toBeGreaterThan(1);
  const wide = [...mutantsOf(contract), ...realisticFaults(contract)].filter(({ breaks }) => {
    const kind = ids.get(breaks[0] ?? '');
    return kind !== undefined && kinds.has(kind);
  });
  const faults = [...wide, ...moving];
  await using server = faulty(faults);
  const missed: string[] = [];
  for (const { name, breaks } of faults) {
    const finding = await server.find({ fault: name });
    if (!isFound({ name, breaks }, finding) || finding.errors.length > 0) missed.push(name);
  }
  expect(missed).toEqual([]);
  expect(faults.length).toBeGreaterThan(25);
});

test('other tickets than those of the run are neither judged nor deleted', async () => {
  const api = smallApi(await smallDocument('tickets'));
  const others = { 7: { id: 7, topic: 'of somebody else' }, 8: { id: 8, topic: 'another' } };
  const mock = api.mock({ seed: { resources: { ticket: { '': others } } } });
  const before = mock.state.read().resources;
  expect(before).toMatchObject({ ticket: { '': others } });
  const { verdict } = await strictRun(api, mock);
  expect(verdict).toBe('conformant');
  expect(mock.state.read().resources).toEqual(before);
});

function problemsOf(document: Editable): ContractError['problems'] {
  try {
    contractOf(document);
    return [];
  } catch (error) {
    if (error instanceof ContractError) return error.problems;
    throw error;
  }
}

test.each([
  [
    'a key that no response shows',
    /"id":\{"type":"integer","readOnly":true/g,
    '"no":{"type":"integer"',
    /has no property id/,
  ],
  ['a key that nobody makes', /"readOnly":true,/g, '', /mark it readOnly/],
  [
    'nothing by which a run finds its own again',
    /"maxLength":\d+/g,
    '"maxLength":9',
    /sends no text by which a run could find again what it made/,
  ],
])('%s is refused', async (_, from, to, reason) => {
  const text = JSON.stringify(await smallDocument('tickets')).replaceAll(from, to);
  expect(problemsOf(JSON.parse(text) as Editable)).toContainEqual({
    pointer: '/x-resources/ticket/key',
    reason: expect.stringMatching(reason),
  });
});
