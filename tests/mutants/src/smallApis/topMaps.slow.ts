import type { Fault } from '@oidc-admin/mock';
import { realisticFaults } from '@oidc-admin/mock/faults';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable, type SmallApi } from './smallApi.ts';

/** Labels of the whole API, which are one map: what the notes are is left out. */
async function labelsOf(values: object): Promise<Editable> {
  const document = await smallDocument('notes');
  const { components } = document as { readonly components: Record<string, Editable> } & Editable;
  const { responses, schemas } = components as Record<'responses' | 'schemas', Editable>;
  delete schemas['Note'];
  schemas['Labels'] = { type: 'object', 'x-source': 'NOTES-NOTE', additionalProperties: values };
  const content = {
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Labels' } } },
  };
  const refer = (name: string): object => ({ $ref: `#/components/responses/${name}` });
  const refused = { '401': refer('SignInNeeded'), '403': refer('NotAllowed') };
  const errors = { ...refused, '400': refer('Wrong'), '415': refer('WrongKind') };
  document['paths'] = {
    '/labels': {
      get: {
        operationId: 'getLabels',
        'x-source': 'NOTES-GET',
        'x-action': { read: 'labels' },
        responses: { '200': { description: 'The labels.', ...content }, ...refused },
      },
      put: {
        operationId: 'saveLabels',
        'x-source': 'NOTES-REPLACE',
        'x-action': { save: 'labels' },
        'x-repeatable': true,
        requestBody: { required: true, ...content },
        responses: { '200': { description: 'Saved.', ...content }, ...errors },
      },
    },
  };
  document['x-resources'] = {
    labels: {
      schema: '#/components/schemas/Labels',
      rules: {
        kept: 'NOTES-KEPT',
        replaced: 'NOTES-KEPT',
        refusedUnchanged: 'NOTES-KEPT',
        readUnchanged: 'NOTES-KEPT',
        absent: { allow: [200], source: 'NOTES-KEPT' },
      },
    },
  };
  const outcomes = document['x-outcomes'] as Editable;
  for (const kind of ['existence', 'taken', 'pathParameter']) delete outcomes[kind];
  for (const name of ['Taken', 'Missing']) delete responses[name];
  return document;
}

/** Those of some faults that no check of a clause that they break finds. */
async function missedOf(api: SmallApi, faults: readonly Fault[]): Promise<readonly string[]> {
  await using server = api.faulty(faults);
  const missed: string[] = [];
  for (const { name, breaks } of faults) {
    const finding = await server.find({ fault: name });
    if (!isFound({ name, breaks }, finding) || finding.errors.length > 0) missed.push(name);
  }
  return missed;
}

test.each([
  ['texts', { type: 'string', maxLength: 9, description: 'A label.' }],
  [
    'objects',
    {
      type: 'object',
      description: 'A label.',
      required: ['colour'],
      properties: {
        colour: { type: 'string', maxLength: 9, description: 'Its colour.' },
        size: { type: 'integer', description: 'Its size.' },
      },
    },
  ],
])('a body that is a map of %s is checked, and every fault of it is found', async (_, values) => {
  const api = smallApi(await labelsOf(values));
  const { verdict, coverage, reasons } = await strictRun(api, api.mock());
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  const all = api.contract.clauses.length;
  expect(coverage).toMatchObject({ clauses: all, run: all });
  const faults = mutantsOf(api.contract);
  expect(await missedOf(api, faults)).toEqual([]);
  expect(faults.length).toBeGreaterThan(20);
});

test('what careless code makes of texts, and of what was there, is found in a map', async () => {
  const api = smallApi(await labelsOf({ type: 'string', description: 'A label.' }));
  const wanted = /lower-cased|(?:exponent|boolean|date)Read|replaced\/inside/;
  const faults = [...realisticFaults(api.contract), ...variantMutantsOf(api.contract)].filter(
    ({ name }) => wanted.test(name),
  );
  expect(faults.length).toBeGreaterThan(4);
  expect(await missedOf(api, faults)).toEqual([]);
});
