import { describe, expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

/** As public documents write them. */
const published = {
  'a port, or a word for it': {
    oneOf: [
      { type: 'integer', minimum: 1, maximum: 65535 },
      { type: 'string', enum: ['auto', 'none'] },
    ],
  },
  'a name or a number, or nothing': {
    anyOf: [
      { type: 'string', minLength: 2, maxLength: 8, pattern: '^[a-z]+$' },
      { type: 'integer', maximum: 99 },
      { type: 'null' },
    ],
  },
  'labels, of which some are known': {
    type: 'object',
    properties: { team: { type: 'string', maxLength: 9, description: 'The team.' } },
    additionalProperties: {},
  },
  'a fixed word': { const: 'oidc' },
  'several parts': {
    allOf: [
      { type: 'object', required: ['a'], properties: { a: { type: 'string', description: 'A.' } } },
      { type: 'object', properties: { b: { type: 'integer', maximum: 9, description: 'B.' } } },
    ],
  },
};

/** The notes, each with one property more. */
async function notesWith(schema: object): Promise<Editable> {
  const document = await smallDocument('notes');
  const { schemas } = document['components'] as {
    readonly schemas: { readonly Note: { readonly properties: Editable } };
  };
  schemas.Note.properties['more'] = { ...structuredClone(schema), description: 'More.' };
  const outcomes = document['x-outcomes'] as Editable;
  const kinds = ['minimum', 'maximum', 'minLength', 'pattern', 'const', 'unknownProperty'];
  for (const kind of kinds) outcomes[kind] = { allow: [400], source: 'NOTES-ERROR' };
  return document;
}

describe.each(Object.entries(published))('%s', (_, schema) => {
  test('is checked, and every fault of it is found', async () => {
    const api = smallApi(await notesWith(schema));
    const { verdict, coverage, reasons } = await strictRun(api, api.mock());
    expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
    const all = api.contract.clauses.length;
    expect(coverage).toMatchObject({ clauses: all, run: all });
    const faults = mutantsOf(api.contract).filter(({ name }) => /\.more\b/.test(name));
    await using server = api.faulty(faults);
    const missed: string[] = [];
    for (const { name, breaks } of faults) {
      const finding = await server.find({ fault: name });
      if (!isFound({ name, breaks }, finding) || finding.errors.length > 0) missed.push(name);
    }
    expect(missed).toEqual([]);
    expect(faults.length).toBeGreaterThan(3);
  });
});
