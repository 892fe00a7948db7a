import { realisticFaults, type FaultHooks } from '@oidc-admin/mock/faults';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable, type SmallApi } from './smallApi.ts';

interface Document extends Editable {
  readonly paths: Record<string, Record<string, { responses?: Record<string, unknown> }>>;
  readonly components: { readonly responses: Record<string, Editable> };
  readonly 'x-resources': Record<string, Editable>;
}

/** A small API whose things stand below a desk, and whose errors the document shows by their schema alone. */
async function belowDesk(name: string): Promise<SmallApi> {
  const document = (await smallDocument(name)) as Document;
  const { paths, components } = document;
  delete document['x-errors'];
  // The key as well, of things whose keys the server makes.
  const outcomes = document['x-outcomes'] as Editable;
  outcomes['unknownProperty'] = { allow: ['accepted'], source: `${name.toUpperCase()}-KEPT` };
  for (const response of Object.values(components.responses)) {
    delete response['x-error'];
    const content = response['content'] as Record<string, Editable>;
    response['content'] = {
      'application/json': { schema: content['application/json']?.['schema'] },
    };
  }
  const desk = {
    name: 'desk',
    in: 'path',
    required: true,
    description: 'Whose they are.',
    'x-source': `${name.toUpperCase()}-KEPT`,
    schema: { type: 'string', maxLength: 30 },
  };
  for (const [path, item] of Object.entries(paths)) {
    delete paths[path];
    const { parameters = [], ...operations } = item as { parameters?: readonly unknown[] };
    for (const { responses = {} } of Object.values<(typeof item)[string]>(operations)) {
      responses['404'] ??= { $ref: '#/components/responses/Missing' };
      responses['400'] ??= { $ref: '#/components/responses/Wrong' };
    }
    paths[`/desks/{desk}${path}`] = {
      ...operations,
      parameters: [desk, ...parameters],
    } as typeof item;
  }
  for (const resource of Object.values(document['x-resources'])) {
    resource['parent'] = 'desk';
    const rules = resource['rules'] as Editable;
    rules['separate'] ??= rules['kept'];
  }
  return smallApi(document);
}

test.each(['tickets', 'notes'])(
  '%s below a parent: a strict run verifies every clause, and deletes all that it made',
  async (name) => {
    const api = await belowDesk(name);
    const mock = api.mock();
    const { verdict, coverage, reasons } = await strictRun(api, mock);
    const all = api.contract.clauses.length;
    expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
    expect(coverage).toMatchObject({ clauses: all, run: all });
    const [made = {}] = Object.values(mock.state.read().resources);
    expect(Object.values(made).flatMap((things) => Object.keys(things))).toEqual([]);
    const parents = mock.requests.map(({ request }) => request?.path['desk']);
    expect(new Set(parents).size).toBeGreaterThan(1);
  },
);

/** Looks for what is read, listed or deleted under every parent. */
const ignoringParent: FaultHooks = {
  request: (request, { operation, contract, state }) => {
    const [resource] = contract.resources;
    const { key = '', name = '' } = resource ?? {};
    if (operation.action.does !== 'read') return request;
    const parents = [...(state.resources.get(name) ?? [])];
    const [found] = parents.find(([, things]) => things.has(request.path[key] ?? '')) ?? [];
    return found === undefined ? request : { ...request, path: { ...request.path, desk: found } };
  },
};

test.each(['tickets', 'notes'])(
  '%s: what a server does wrong with parents is found',
  async (name) => {
    const { contract, faulty } = await belowDesk(name);
    const ids = new Map(contract.clauses.map(({ id, kind }) => [id, kind]));
    const kinds = new Set(['separate', 'listed', 'deleted', 'existence']);
    const separate = contract.clauses.find(({ kind }) => kind === 'separate')?.id ?? '';
    const faults = [
      ...[...mutantsOf(contract), ...realisticFaults(contract)].filter(({ breaks }) =>
        kinds.has(ids.get(breaks[0] ?? '') ?? ''),
      ),
      {
        ...ignoringParent,
        name: 'reads-any-parent',
        description: 'A read does not look at the parent.',
        breaks: [separate],
      },
    ];
    await using server = faulty(faults);
    const missed: string[] = [];
    for (const { name: fault, breaks } of faults) {
      const finding = await server.find({ fault });
      if (!isFound({ name: fault, breaks }, finding) || finding.errors.length > 0)
        missed.push(fault);
    }
    expect(missed).toEqual([]);
    expect(faults.length).toBeGreaterThan(8);
  },
);
