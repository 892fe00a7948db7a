import type { Fault } from '@oidc-admin/mock';
import { realisticFaults } from '@oidc-admin/mock/faults';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable, type SmallApi } from './smallApi.ts';

interface Notes extends Editable {
  readonly paths: Record<string, Record<string, Editable>>;
  readonly components: { readonly schemas: { readonly Note: Editable } };
  readonly 'x-outcomes': Editable;
}

/** Notes that come to be by a PUT under a key that is free; `also` says what else the document has. */
async function savedNotes(also: { readonly post: boolean; readonly keyInBody: boolean }) {
  const document = (await smallDocument('notes')) as Notes;
  const { paths, components } = document;
  Object.assign(components.schemas.Note['properties'] as Editable, {
    remark: { type: 'string', description: 'A remark.' },
  });
  const put = paths['/notes/{name}']?.['put'] as Editable & { responses: Editable };
  put['x-action'] = { save: 'note' };
  put.responses = { '201': { ...(put.responses['200'] as Editable) }, ...put.responses };
  if (!also.post) {
    delete paths['/notes']?.['post'];
    delete document['x-outcomes']['taken'];
  }
  if (!also.keyInBody) {
    const { name: _, ...properties } = components.schemas.Note['properties'] as Editable;
    const body = { ...components.schemas.Note, required: ['text'], properties };
    put['requestBody'] = { required: true, content: { 'application/json': { schema: body } } };
  }
  return smallApi(document);
}

test.each([
  { post: false, keyInBody: false },
  { post: false, keyInBody: true },
  { post: true, keyInBody: false },
])(
  'a strict run verifies every clause of a PUT that creates (%o), and deletes all that it made',
  async (also) => {
    const api = await savedNotes(also);
    const mock = api.mock();
    const { verdict, coverage, reasons } = await strictRun(api, mock);
    const all = api.contract.clauses.length;
    expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
    expect(coverage).toMatchObject({ clauses: all, run: all });
    const statuses = mock.requests
      .filter(({ operation }) => operation === 'replaceNote')
      .map(({ reply }) => reply.status);
    expect(new Set(statuses)).toContain(201);
    expect(new Set(statuses)).toContain(200);
    expect(mock.state.read().resources).toEqual({ note: {} });
  },
);

/** What is particular to a PUT that creates. */
function wrongSaves({ contract }: SmallApi): readonly Fault[] {
  const only = { operation: 'replaceNote' };
  const isNew: (...given: Parameters<NonNullable<Fault['decide']>>) => boolean = (_, context) =>
    !context.state.resources
      .get('note')
      ?.get('')
      ?.has(context.request.path['name'] ?? '');
  const id = (element: string): readonly string[] => {
    const found = contract.clauses.find((one) => one.id === `notes.replaceNote.${element}`);
    if (found === undefined) throw new Error(`there is no clause ${element}`);
    return [found.id];
  };
  return [
    {
      ...only,
      name: 'break:refuses-what-is-new',
      description: 'What is not there cannot be saved.',
      breaks: id('minimal'),
      decide: (decision, context) =>
        isNew(decision, context) ? context.refuse(404, 'There is none.') : decision,
    },
    {
      ...only,
      name: 'break:refuses-what-is-there',
      description: 'What is there cannot be saved again.',
      breaks: id('minimal'),
      decide: (decision, context) =>
        isNew(decision, context) ? decision : context.refuse(409, 'It is taken.'),
    },
    {
      ...only,
      name: 'break:always-created',
      description: 'What replaces is answered as if it had created.',
      breaks: id('200.status'),
      decide: (decision) => (decision.status === 200 ? { ...decision, status: 201 } : decision),
    },
    {
      ...only,
      name: 'break:never-created',
      description: 'What creates is answered as if it had replaced.',
      breaks: id('201.status'),
      decide: (decision) => (decision.status === 201 ? { ...decision, status: 200 } : decision),
    },
  ];
}

test(
  'what a server does wrong with a PUT that creates is found',
  { timeout: 300_000 },
  async () => {
    const api = await savedNotes({ post: false, keyInBody: false });
    const { contract, faulty } = api;
    const spoken = new Set(
      contract.clauses
        .filter(({ operation, group }) => operation === 'replaceNote' || group === 'sequence')
        .map(({ id }) => id),
    );
    const faults = [
      ...mutantsOf(contract),
      ...realisticFaults(contract),
      ...variantMutantsOf(contract),
      ...wrongSaves(api),
    ].filter(({ breaks: [first = ''] }) => spoken.has(first));
    await using server = faulty(faults);
    const missed: string[] = [];
    for (const { name: fault, breaks } of faults) {
      const finding = await server.find({ fault });
      if (!isFound({ name: fault, breaks }, finding) || finding.errors.length > 0)
        missed.push(fault);
    }
    expect(missed).toEqual([]);
    expect(faults.length).toBeGreaterThan(60);
  },
);

test('nobody can save under a free key that the server would make', async () => {
  const text = JSON.stringify(await smallDocument('tickets'));
  const document = JSON.parse(
    text.replace('{"replace":"ticket"}', '{"save":"ticket"}'),
  ) as Editable;
  expect(() => smallApi(document)).toThrow(
    'saves a ticket under a key that may be free, and the server makes the keys; say replace',
  );
});
