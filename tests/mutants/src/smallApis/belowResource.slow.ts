import type { Fault, Mock } from '@oidc-admin/mock';
import { realisticFaults } from '@oidc-admin/mock/faults';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable, type SmallApi } from './smallApi.ts';

interface Desks extends Editable {
  readonly paths: Record<string, Editable & { parameters?: readonly Editable[] }>;
  readonly components: { readonly schemas: { readonly Desk: { readonly properties: Editable } } };
}

/** Desks and what stands below them; the server makes their numbers, or callers their names. */
async function desks(numbered: boolean): Promise<SmallApi> {
  const document = (await smallDocument('desks')) as Desks;
  if (!numbered) return smallApi(document);
  const number = { type: 'integer', minimum: 1 };
  document.components.schemas.Desk.properties['name'] = {
    ...number,
    readOnly: true,
    description: 'Its number.',
  };
  for (const { parameters = [] } of Object.values(document.paths))
    for (const parameter of parameters)
      if (parameter['name'] === 'name' || parameter['name'] === 'desk')
        parameter['schema'] = number;
  return smallApi(document);
}

/** The parents below which something is left. */
function leftAt({ state }: Mock): readonly string[] {
  return Object.values(state.read().resources).flatMap((parents) => Object.keys(parents));
}

test.each([false, true])(
  'below what callers make (numbered: %s), a strict run verifies every clause, and leaves nothing',
  async (numbered) => {
    const api = await desks(numbered);
    const mock = api.mock();
    const { verdict, coverage, reasons } = await strictRun(api, mock);
    const all = api.contract.clauses.length;
    expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
    expect(coverage).toMatchObject({ clauses: all, run: all });
    expect(leftAt(mock)).toEqual([]);
  },
);

test(
  'what a server does wrong with what stands below others is found',
  { timeout: 300_000 },
  async () => {
    const { contract, faulty } = await desks(false);
    const spoken = new Set(
      contract.clauses
        .filter(
          ({ kind, resource, element, operation }) =>
            (kind === 'separate' && resource !== 'desk') ||
            (kind === 'deleted' && resource === 'desk') ||
            (kind === 'existence' && (element === 'desk' || operation === 'deskState')) ||
            kind === 'absent',
        )
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
      if (!isFound({ name: fault, breaks }, finding) || finding.errors.length > 0)
        missed.push(fault);
    }
    expect(missed).toEqual([]);
    expect(faults.filter(({ name }) => name.includes('deletedParent')).length).toBeGreaterThan(8);
  },
);

/** Deletes nothing below which something stands. */
const refusingToEmpty: Fault = {
  name: 'refuses-to-empty',
  description: 'A desk that still holds something is not deleted.',
  breaks: [],
  operation: 'removeDesk',
  decide: (decision, { request, state, refuse }) =>
    [...state.resources.values()].some((parents) => parents.get(request.path['name'] ?? '')?.size)
      ? refuse(409, 'It holds something.')
      : decision,
};

test('a server that refuses to delete what still holds something is not accused', async () => {
  const document = (await smallDocument('desks')) as Desks;
  // What cannot be deleted would stay, and its desk with it.
  delete document.paths['/desks/{desk}/lamp'];
  delete (document['x-resources'] as Editable)['lamp'];
  const remove = document.paths['/desks/{name}']?.['delete'] as { responses: Editable };
  remove.responses['409'] = { $ref: '#/components/responses/Refused' };
  const api = smallApi(document);
  const mock = api.mock({ faults: () => [refusingToEmpty] });
  mock.faults.on(refusingToEmpty.name);
  const refused = (): number =>
    mock.requests.filter(
      ({ operation, reply }) => operation === 'removeDesk' && reply.status === 409,
    ).length;
  const { verdict, reasons } = await strictRun(api, mock, { strict: false });
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(refused()).toBeGreaterThan(3);
  expect(leftAt(mock)).toEqual([]);
});

test('a server that shows a part of a list, as a parameter of the query asks it to, is accused of nothing', async () => {
  const { faulty } = await desks(false);
  const paging: Fault = {
    name: 'pages',
    description: 'It shows no more than it is asked for.',
    breaks: ['desks.note.listed'],
    operation: 'listNotes',
    decide: (decision, { request }) => {
      const limit = Number(request.query['limit'] ?? Infinity);
      const { body } = decision;
      return Array.isArray(body) ? { ...decision, body: body.slice(0, limit) } : decision;
    },
  };
  await using server = faulty([paging]);
  const { clauses, warnings, errors } = await server.find({ fault: paging.name });
  expect({ clauses, warnings, errors }).toEqual({ clauses: [], warnings: [], errors: [] });
});
