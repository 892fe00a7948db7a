import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

/** The tickets, with one range instead of each status of an error. */
async function rangedTickets(range: string): Promise<Editable> {
  const document = await smallDocument('tickets');
  for (const item of Object.values(document['paths'] as Record<string, Record<string, Editable>>))
    for (const operation of Object.values(item)) {
      const responses = operation['responses'] as Editable | undefined;
      for (const status of Object.keys(responses ?? {}))
        if (Number(status) >= 400) delete responses?.[status];
      if (responses !== undefined) responses[range] = { $ref: '#/components/responses/Wrong' };
    }
  return document;
}

test.each(['4XX', 'default'])('%s stands for each status that a rule names', async (range) => {
  const api = smallApi(await rangedTickets(range));
  const read = api.contract.operations.find(({ id }) => id === 'getTicket');
  expect(read?.responses.map(({ status }) => status)).toEqual([200, 400, 404, 415]);
  const { verdict, coverage, reasons } = await strictRun(api, api.mock());
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  const all = api.contract.clauses.length;
  expect(coverage).toMatchObject({ clauses: all, run: all });
});

test('errors that are not as the range says are found', async () => {
  const { contract, faulty } = smallApi(await rangedTickets('4XX'));
  const faults = mutantsOf(contract).filter(({ name }) =>
    /errorBody|existence|required/.test(name),
  );
  await using server = faulty(faults);
  const missed: string[] = [];
  for (const { name, breaks } of faults) {
    const finding = await server.find({ fault: name });
    if (!isFound({ name, breaks }, finding) || finding.errors.length > 0) missed.push(name);
  }
  expect(missed).toEqual([]);
  expect(faults.length).toBeGreaterThan(8);
});
