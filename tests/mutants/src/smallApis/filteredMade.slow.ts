import { judgeTraffic } from '@oidc-admin/conformance';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable, type SmallApi } from './smallApi.ts';

/** Notes that are asked for by a state that the server makes. */
async function statedNotes(state: object = {}): Promise<SmallApi> {
  const document = await smallDocument('notes');
  const { components, paths } = document as {
    readonly components: { readonly schemas: Record<string, { readonly properties: Editable }> };
    readonly paths: Record<string, Record<string, Editable>>;
  } & Editable;
  const properties = components.schemas['Note']?.properties ?? {};
  properties['state'] = { type: 'string', readOnly: true, description: 'State.', ...state };
  const resources = document['x-resources'] as Record<string, { readonly rules: Editable }>;
  Object.assign(resources['note']?.rules ?? {}, { filtered: 'NOTES-KEPT' });
  const list = paths['/notes']?.['get'] ?? {};
  list['parameters'] = [
    {
      name: 'state',
      in: 'query',
      description: 'The state.',
      'x-source': 'NOTES-LIST',
      'x-filter': 'state',
      schema: { type: 'string' },
    },
  ];
  return smallApi(document);
}

const note = { name: 'n1', text: 'hello', colour: 'green' };

/** What is found in traffic of a right server. */
async function findingsOf(
  sent: readonly (readonly [string, string, number, object, object?])[],
): Promise<readonly string[]> {
  const { contract } = await statedNotes();
  const json = { 'content-type': 'application/json' };
  const exchanges = sent.map(([method, path, status, body, given], index) => ({
    start: index * 10,
    end: index * 10 + 5,
    method,
    url: `https://notes.example.net/v1/notes${path}`,
    headers: { ...json, authorization: 'Bearer abcdefghijk' },
    ...(given === undefined ? {} : { body: JSON.stringify(given) }),
    response: { status, headers: json, body: JSON.stringify(body) },
  }));
  return judgeTraffic(contract, exchanges).findings.map(({ clause }) => clause);
}

test('a list by what the server makes accuses no right server in recorded traffic', async () => {
  const made = { ...note, state: 'active' };
  const closed = { ...note, state: 'closed' };
  expect(await findingsOf([['GET', '?state=active', 200, { notes: [made] }]])).toEqual([]);
  expect(
    await findingsOf([
      ['POST', '', 201, made, note],
      ['GET', '?state=active', 200, { notes: [made] }],
      ['GET', '/n1', 200, closed],
      ['GET', '?state=closed', 200, { notes: [closed] }],
      ['GET', '?state=active', 200, { notes: [] }],
    ]),
  ).toEqual([]);
});

test('a list by what the server makes is verified, and what is wrong with it found', async () => {
  const api = await statedNotes();
  const { verdict } = await strictRun(api, api.mock());
  expect(verdict).toBe('conformant');
  const faults = [...mutantsOf(api.contract), ...variantMutantsOf(api.contract)].filter(
    ({ name }) => /\.filtered(?:\/|$)/.test(name),
  );
  await using server = api.faulty(faults);
  for (const { name, breaks } of faults)
    expect([name, isFound({ name, breaks }, await server.find({ fault: name }))]).toEqual([
      name,
      true,
    ]);
  expect(faults.length).toBeGreaterThan(0);
});

test('where nothing shows what a list is asked for by, its clause is not passed', async () => {
  // No sample is known of what matches this pattern, so the mock leaves it out.
  const api = await statedNotes({ pattern: '^a+$' });
  const { clauses } = await strictRun(api, api.mock());
  expect(clauses.find(({ kind }) => kind === 'filtered')?.status).toBe('notRun');
});
