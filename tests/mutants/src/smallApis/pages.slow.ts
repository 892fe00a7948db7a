import { ContractError, contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

function count(more: object): object {
  return { type: 'integer', ...more };
}

const ways: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  offset: { offset: count({ minimum: 0 }) },
  page: { page: count({ minimum: 1 }) },
  cursor: { cursor: { type: 'string' } },
  link: { cursor: { type: 'string' } },
  pageLink: { page: count({ minimum: 1 }) },
  offsetLink: { offset: count({ minimum: 0 }) },
  header: { page: count({ minimum: 1 }) },
  cursorHeader: { cursor: { type: 'string' } },
};
/** Where what leads to the next page stands, where callers do not count, and in which format. */
const nexts: Readonly<Record<string, readonly [next: string, format?: string]>> = {
  cursor: ['/more/next'],
  link: ['/more/next', 'uri-reference'],
  pageLink: ['/more/next', 'uri'],
  offsetLink: ['/more/next', 'uri'],
  header: ['Link'],
  cursorHeader: ['Link'],
};

/** The tickets, in pages of one way to ask for them, and by topic or priority. */
async function pagedTickets(way: string, limit: object): Promise<Editable> {
  const document = await smallDocument('tickets');
  const ticket = { $ref: '#/components/schemas/Ticket' };
  const [at, format] = nexts[way] ?? [];
  const next = { type: ['string', 'null'], ...(format === undefined ? {} : { format }) };
  const isWrapped = at !== undefined && at !== 'Link';
  const [from = ''] = Object.keys(ways[way] ?? {});
  const parameter = (name: string, schema: object, more: object = {}): object => ({
    name,
    in: 'query',
    description: name,
    'x-source': 'TICKETS-LIST',
    ...more,
    schema,
  });
  const list = (document['paths'] as Record<string, Record<string, object>>)['/tickets'];
  const resource = (document['x-resources'] as Record<string, { rules: object }>)['ticket'];
  if (list === undefined || resource === undefined) throw new Error('there are no tickets');
  resource.rules = { ...resource.rules, paged: 'TICKETS-KEPT', filtered: 'TICKETS-KEPT' };
  list['get'] = {
    operationId: 'listTickets',
    'x-source': 'TICKETS-LIST',
    'x-action': { list: 'ticket', ...(isWrapped ? { at: '/items' } : {}) },
    'x-paging': { limit: 'limit', [from]: from, ...(at === undefined ? {} : { next: at }) },
    parameters: [
      parameter('limit', count({ minimum: 1, ...limit })),
      ...Object.entries(ways[way] ?? {}).map(([name, schema]) => parameter(name, schema)),
      parameter('about', { type: 'string' }, { 'x-filter': 'topic' }),
      parameter('urgent', count({ minimum: 0 }), { 'x-filter': 'priority' }),
    ],
    responses: {
      '200': {
        description: 'A page of tickets.',
        content: {
          'application/json': {
            schema: isWrapped
              ? {
                  type: 'object',
                  required: ['items', 'more'],
                  properties: {
                    items: { type: 'array', items: ticket },
                    more: { type: 'object', properties: { next } },
                  },
                }
              : { type: 'array', items: ticket },
          },
        },
      },
      '400': { $ref: '#/components/responses/Wrong' },
      '401': { $ref: '#/components/responses/SignInNeeded' },
    },
  };
  (document['x-outcomes'] as Editable)['maximum'] = { allow: [400], source: 'TICKETS-ERROR' };
  return document;
}

const right = [
  ['offset', { default: 3, maximum: 50 }],
  ['page', {}],
  ['link', { maximum: 40 }],
  ['pageLink', {}],
  ['header', { default: 3, maximum: 50 }],
] as const;
const broken = [
  ['offset', {}],
  ['page', { default: 20, maximum: 100 }],
  ['cursor', { default: 4 }],
  ['link', {}],
  ['offsetLink', { default: 4 }],
  ['header', { default: 20, maximum: 100 }],
  ['cursorHeader', {}],
] as const;

test.each(right)(
  'pages by %s, %o: a strict run verifies every clause, beside tickets of others',
  async (way, limit) => {
    const api = smallApi(await pagedTickets(way, limit));
    const others = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [index + 1, { id: index + 1, topic: 'another' }]),
    );
    const mock = api.mock({ seed: { resources: { ticket: { '': others } } } });
    const { verdict, coverage, reasons } = await strictRun(api, mock);
    const all = api.contract.clauses.length;
    expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
    expect(coverage).toMatchObject({ clauses: all, run: all });
    expect(Object.keys(mock.state.read().resources['ticket']?.[''] ?? {})).toHaveLength(11);
  },
);

test.each(broken)('pages by %s, %o: what a server does wrong is found', async (way, limit) => {
  const { contract, faulty } = smallApi(await pagedTickets(way, limit));
  const about = /\.(?:paged|filtered|listed)(?:\/|$)/;
  const faults = [...mutantsOf(contract), ...variantMutantsOf(contract)].filter(({ name }) =>
    about.test(name),
  );
  await using server = faulty(faults);
  const missed: string[] = [];
  for (const { name, breaks } of faults) {
    const finding = await server.find({ fault: name });
    if (!isFound({ name, breaks }, finding) || finding.errors.length > 0)
      missed.push(`${name}: ${finding.clauses.join(' ')} ${finding.errors.join(' ')}`);
  }
  expect(missed).toEqual([]);
  expect(faults.length).toBeGreaterThan(15);
});

test.each([
  ['a rule that nobody can check', 'offset', undefined, /the rule paged needs x-paging/],
  [
    'a parameter that is not there',
    'offset',
    { limit: 'size', offset: 'offset' },
    /no query parameter size/,
  ],
  [
    'what leads nowhere',
    'offset',
    { limit: 'limit', offset: 'offset', next: '/more' },
    /has nothing at \/more, where the next page is named/,
  ],
  [
    'a page number beside what is no link',
    'cursor',
    { limit: 'limit', page: 'cursor', next: '/more/next' },
    /what stands at \/more\/next is no link/,
  ],
])('%s is refused', async (_, way, paging, reason) => {
  const document = await pagedTickets(way, {});
  const list = (document['paths'] as Record<string, Record<string, object>>)['/tickets'];
  Object.assign(list?.['get'] ?? {}, { 'x-paging': paging });
  const text = JSON.stringify(document);
  expect(() => contractOf(JSON.parse(text))).toThrow(ContractError);
  expect(() => contractOf(JSON.parse(text))).toThrow(reason);
});
