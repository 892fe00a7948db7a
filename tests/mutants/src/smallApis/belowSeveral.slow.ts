import { ContractError } from '@oidc-admin/contract';
import { realisticFaults } from '@oidc-admin/mock/faults';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

interface Item extends Editable {
  readonly parameters?: readonly Editable[];
}

const hall = {
  name: 'hall',
  in: 'path',
  required: true,
  description: 'Which hall.',
  'x-source': 'DESKS-DESK',
  schema: { type: 'string', maxLength: 30 },
};

const refused = { $ref: '#/components/responses/Refused' };

/** The same, each operation with what it answers below something that is not there. */
function withRefusals(item: Editable): Editable {
  return Object.fromEntries(
    Object.entries(item).map(([method, operation]) => {
      const { responses, ...rest } = operation as Editable & { readonly responses: Editable };
      return [method, { ...rest, responses: { 400: refused, 404: refused, ...responses } }];
    }),
  );
}

/** Halls in which desks stand, and what stands below each desk. */
async function halls(): Promise<Editable> {
  const document = await smallDocument('desks');
  const paths = document['paths'] as Record<string, Item>;
  const own = (path: string): Item =>
    JSON.parse(
      JSON.stringify(paths[path])
        .replaceAll(/"operationId":"(\w+)Desk/g, '"operationId":"$1Hall')
        .replaceAll(/"(create|read|list|delete)":"desk"/g, '"$1":"hall"'),
    ) as Item;
  const inHalls = Object.entries(paths).map(([path, { parameters = [], ...item }]) => [
    `/halls/{hall}${path}`,
    { ...withRefusals(item), parameters: [hall, ...parameters] },
  ]);
  const resources = document['x-resources'] as Record<string, Editable>;
  const below = Object.entries(resources).map(([name, one]) => [
    name,
    { ...one, parent: name === 'desk' ? 'hall' : ['hall', 'desk'] },
  ]);
  return {
    ...document,
    paths: {
      '/halls': own('/desks'),
      '/halls/{name}': own('/desks/{name}'),
      ...(Object.fromEntries(inHalls) as Editable),
    },
    'x-resources': { hall: resources['desk'], ...(Object.fromEntries(below) as Editable) },
  };
}

test('below two things, a strict run verifies every clause, and leaves nothing', async () => {
  const api = smallApi(await halls());
  const mock = api.mock();
  const { verdict, coverage, reasons } = await strictRun(api, mock);
  const all = api.contract.clauses.length;
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(coverage).toMatchObject({ clauses: all, run: all });
  expect(Object.values(mock.state.read().resources).flatMap((one) => Object.keys(one))).toEqual([]);
});

test('what a server does wrong below two things is found', { timeout: 400_000 }, async () => {
  const { contract, faulty } = smallApi(await halls());
  const spoken = new Set(
    contract.clauses
      .filter(
        ({ kind, resource, element }) =>
          (kind === 'separate' && resource !== 'hall') ||
          (kind === 'deleted' && resource !== 'paper') ||
          (kind === 'existence' && (element === 'hall' || element === 'desk')) ||
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
    if (!isFound({ name: fault, breaks }, finding) || finding.errors.length > 0) missed.push(fault);
  }
  expect(missed).toEqual([]);
  expect(faults.filter(({ name }) => name.includes('deletedParent')).length).toBeGreaterThan(16);
});

test('several parents of which nobody makes the inner one are refused', async () => {
  const { paths, ...document } = await halls();
  const { '/halls/{hall}/desks': desks, ...others } = paths as Record<string, Editable>;
  const { post: _, ...listed } = desks ?? {};
  const read = (): unknown =>
    smallApi({ ...document, paths: { ...others, '/halls/{hall}/desks': listed } });
  expect(read).toThrow(ContractError);
  expect(read).toThrow(
    'stands below hall and desk; of several parents, each but the outermost must be one that an operation of the document makes',
  );
});
