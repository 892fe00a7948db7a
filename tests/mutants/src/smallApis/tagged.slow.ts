import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

type Operations = Record<
  string,
  { parameters?: unknown[]; responses: Record<string, { headers?: unknown }> }
>;

/** Tickets of which a read shows an `ETag`, and whose changes take `If-Match`. */
async function tagged(required: boolean): Promise<Editable> {
  const document = structuredClone(await smallDocument('tickets'));
  const paths = document['paths'] as Record<string, Operations>;
  const { get, put, delete: remove } = paths['/tickets/{id}'] ?? {};
  const tag = { required: true, 'x-source': 'TICKETS-TAG', schema: { type: 'string' } };
  for (const operation of [get, put])
    Object.assign(operation?.responses['200'] ?? {}, { headers: { ETag: tag } });
  Object.assign(get ?? {}, {
    parameters: [
      {
        name: 'If-None-Match',
        in: 'header',
        description: 'The state that is known.',
        'x-source': 'TICKETS-TAG',
        schema: { type: 'string' },
      },
    ],
  });
  Object.assign(get?.responses ?? {}, {
    304: { description: 'As it was.', 'x-source': 'TICKETS-TAG' },
  });
  const failed = { $ref: '#/components/responses/Missing' };
  for (const operation of [put, remove]) {
    if (operation === undefined) throw new Error('tickets are not changed any more');
    operation.parameters = [
      {
        name: 'If-Match',
        in: 'header',
        required,
        description: 'The state that is meant.',
        'x-source': 'TICKETS-TAG',
        schema: { type: 'string' },
      },
    ];
    Object.assign(operation.responses, { 412: failed, ...(required ? { 428: failed } : {}) });
  }
  return document;
}

test.each([true, false])('If-Match, required: %s: a strict run verifies all', async (required) => {
  const api = smallApi(await tagged(required));
  const mock = api.mock();
  const { verdict, reasons, clauses } = await strictRun(api, mock);
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(clauses.filter(({ status }) => status === 'notRun')).toEqual([]);
  expect(mock.state.read().resources).toEqual({ ticket: {} });
  const answered = new Set(mock.requests.map(({ reply }) => reply.status));
  expect([304, 412, 428].map((status) => answered.has(status))).toEqual([true, true, required]);
});

test.each([true, false])('If-Match, required: %s: who overlooks it is found', async (required) => {
  const { contract, faulty } = smallApi(await tagged(required));
  const faults = [...mutantsOf(contract), ...variantMutantsOf(contract)].filter(({ breaks }) =>
    breaks.some((clause) => /If-(None-)?Match|ETag/.test(clause)),
  );
  await using server = faulty(faults);
  const missed: string[] = [];
  for (const { name, breaks } of faults) {
    const finding = await server.find({ fault: name });
    if (!isFound({ name, breaks }, finding) || finding.errors.length > 0)
      missed.push(`${name}: ${[...finding.clauses, ...finding.errors].join()}`);
  }
  expect(missed).toEqual([]);
  expect(faults.length).toBeGreaterThan(18);
});
