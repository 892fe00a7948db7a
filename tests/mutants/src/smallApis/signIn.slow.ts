import {
  createStandardClient,
  DocumentedError,
  errorClasses,
  type Methods,
} from '@oidc-admin/client';
import { operationTable } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable, type SmallApi } from './smallApi.ts';

const source = { 'x-source': 'NOTES-TOKEN' };
const bearer = { type: 'http', scheme: 'bearer', ...source };
const basic = { type: 'http', scheme: 'basic', ...source };
const key = { type: 'apiKey', in: 'header', name: 'X-Key', ...source };
const tokenUrl = 'https://auth.example.net/oauth/token';
const oauth2 = {
  type: 'oauth2',
  flows: { clientCredentials: { tokenUrl, scopes: {} } },
  ...source,
};

const signIns: readonly (readonly [string, Readonly<Record<string, object>>])[] = [
  ['bearer', { a: bearer }],
  ['basic', { a: basic }],
  ['a key in a header', { a: key }],
  ['a key in the query', { a: { ...key, in: 'query' } }],
  ['a key in a cookie', { a: { ...key, in: 'cookie' } }],
  ['oauth2', { a: oauth2 }],
  ['any of three', { a: key, b: basic, c: bearer }],
];

/** The notes, whose callers sign in by one of these schemes. */
async function notesWith(schemes: Readonly<Record<string, object>>): Promise<SmallApi> {
  const document = await smallDocument('notes');
  const components = document['components'] as Editable;
  const renamed = (security: unknown): unknown =>
    (security as Readonly<Record<string, unknown>>[]).flatMap((one) =>
      Object.values(one).flatMap((roles) =>
        Object.keys(schemes).map((name) => ({ [name]: roles })),
      ),
    );
  const operations = Object.values(document['paths'] as Readonly<Record<string, Editable>>)
    .flatMap((item) => Object.values(item))
    .filter((one): one is Editable => !Array.isArray(one));
  for (const place of [document, ...operations])
    if (place['security'] !== undefined) place['security'] = renamed(place['security']);
  components['securitySchemes'] = schemes;
  return smallApi(document);
}

interface Note {
  readonly name: string;
  readonly text: string;
}

interface NoteOperation {
  parameters: { path: Partial<Note> };
  responses: { 200: { content: { 'application/json': unknown } } };
}

type NoteMethods = Methods<
  Record<'listNotes' | 'addNote' | 'getNote' | 'replaceNote' | 'removeNote', NoteOperation>
>;

test.each(signIns)('%s: the client lives a whole life at the mock', async (_, schemes) => {
  const { contract, mock } = await notesWith(schemes);
  const made = mock();
  await using running = await made.start();
  const { environment } = made.demo;
  const table = operationTable(contract);
  const client: NoteMethods = createStandardClient(
    { table, classes: errorClasses(table) },
    {
      url: running.url,
      token: environment['NOTES_TOKEN'],
      username: environment['NOTES_USERNAME'],
      password: environment['NOTES_PASSWORD'],
      apiKey: environment['NOTES_API_KEY'],
      clientId: environment['NOTES_CLIENT_ID'],
      clientSecret: environment['NOTES_CLIENT_SECRET'],
      tokenUrl: environment['NOTES_TOKEN_URL'],
    },
  );
  const note = { name: 'one', text: 'first' };
  await client.addNote(note);
  expect(await client.getNote({ name: 'one' })).toMatchObject(note);
  await client.replaceNote({ ...note, text: 'second' });
  expect(await client.listNotes()).toMatchObject({ notes: [{ name: 'one', text: 'second' }] });
  await client.removeNote({ name: 'one' });
  await expect(client.getNote({ name: 'one' })).rejects.toBeInstanceOf(DocumentedError);
});

test.each(signIns)(
  '%s: each way to sign in has a check that its mutant fails',
  async (_, schemes) => {
    const { contract, faulty } = await notesWith(schemes);
    // One operation that changes something and one that does not: the others are met by the same code.
    const clauses = contract.clauses.filter(
      ({ kind, operation = '' }) =>
        (kind === 'security' || kind === 'scheme') && ['addNote', 'getNote'].includes(operation),
    );
    const ids = new Set(clauses.map(({ id }) => id));
    const mutants = mutantsOf(contract).filter(({ breaks }) => ids.has(breaks[0] ?? ''));
    expect(mutants).toHaveLength(clauses.length);
    await using server = faulty(mutants);
    expect(await server.right(ids)).toMatchObject({ clauses: [], warnings: [] });
    const missed: string[] = [];
    for (const mutant of mutants) {
      const finding = await server.find({ fault: mutant.name });
      if (!isFound(mutant, finding) || finding.errors.length > 0) missed.push(mutant.name);
    }
    expect(missed).toEqual([]);
  },
);

test.each([['bearer', { a: bearer }] as const, ['oauth2', { a: oauth2 }] as const])(
  '%s: a strict run at the mock verifies every clause',
  async (_, schemes) => {
    const api = await notesWith(schemes);
    const { verdict, coverage, reasons } = await strictRun(
      api,
      api.mock({ sessionTimeoutSeconds: 2 }),
    );
    const all = api.contract.clauses.length;
    expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
    expect(coverage).toMatchObject({ clauses: all, run: all });
  },
);
