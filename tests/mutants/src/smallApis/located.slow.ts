import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contractOf, ContractError } from '@oidc-admin/contract';
import type { Fault } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

type Response = { content?: unknown; headers?: unknown };

/** Tickets whose create answers with a `Location`: beside the ticket, or alone. */
async function located(as: 'beside' | 'alone', required = true): Promise<Editable> {
  const document = structuredClone(await smallDocument('tickets'));
  const created = (document as { paths: Record<string, never> }).paths['/tickets']?.['post']?.[
    'responses'
  ]?.['201'] as Response | undefined;
  if (created === undefined) throw new Error('tickets are not created any more');
  created.headers = {
    Location: { required, 'x-source': 'TICKETS-LOCATION', schema: { type: 'string' } },
  };
  if (as === 'alone') delete created.content;
  return document;
}

test.each([
  ['beside', 'integer'],
  ['alone', 'integer'],
  ['alone', 'string'],
] as const)('%s what was created, %s keys: a strict run verifies all', async (as, type) => {
  const text = JSON.stringify(await located(as));
  const keys = /"type":"integer"(?=,"readOnly")|"type":"integer","minimum":1/g;
  const api = smallApi(
    JSON.parse(type === 'string' ? text.replaceAll(keys, '"type":"string"') : text) as Editable,
  );
  const mock = api.mock();
  const { verdict, reasons, clauses } = await strictRun(api, mock);
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(clauses.filter(({ status }) => status === 'notRun')).toEqual([]);
  expect(api.contract.clauses.map(({ id }) => id)).toContain(
    'tickets.addTicket.201.Location.location',
  );
  expect(mock.state.read().resources).toEqual({ ticket: {} });
});

test.each(['beside', 'alone'] as const)('%s: a Location that leads elsewhere', async (as) => {
  const { contract, faulty } = smallApi(await located(as));
  const faults = [...mutantsOf(contract), ...variantMutantsOf(contract)].filter(({ breaks }) =>
    breaks.some((clause) => clause.includes('.Location.')),
  );
  await using server = faulty(faults);
  const missed: string[] = [];
  for (const { name, breaks } of faults) {
    const finding = await server.find({ fault: name });
    if (!isFound({ name, breaks }, finding) || finding.errors.length > 0)
      missed.push(`${name}: ${[...finding.clauses, ...finding.errors].join()}`);
  }
  expect(missed).toEqual([]);
  expect(faults.length).toBeGreaterThan(7);
});

test('where the Location need not be there, it is no key', async () => {
  const document = await located('alone', false);
  const problems = (): unknown => {
    try {
      return contractOf(document);
    } catch (error) {
      return error instanceof ContractError ? error.problems : error;
    }
  };
  expect(problems()).toContainEqual({
    pointer: '/x-resources/ticket/key',
    reason: expect.stringMatching(/nor has a required Location/),
  });
});

test.each([
  ['another ticket', '0', 'failed'],
  ['this ticket, under which a proxy may be right', '', 'notRun'],
] as const)('nothing is sent to another origin: %s', async (_, more, status) => {
  const asked: string[] = [];
  const other = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const api = smallApi(await located('beside'));
  const elsewhere: Fault = {
    name: 'elsewhere',
    description: 'The Location is on another server.',
    breaks: [],
    reply: (reply) => ({
      ...reply,
      headers: reply.headers.map(([name, value]) =>
        name === 'location' ? [name, `http://127.0.0.1:${port}${value}${more}`] : [name, value],
      ),
    }),
  };
  const mock = api.mock({ faults: () => [elsewhere] });
  mock.faults.on('elsewhere');
  const { clauses } = await strictRun(api, mock);
  other.close();
  const odd = clauses.filter((one) => one.status === 'failed' || one.status === 'notRun');
  expect(odd.map((one) => [one.id, one.status])).toEqual([
    ['tickets.addTicket.201.Location.location', status],
  ]);
  expect(asked).toEqual([]);
});

test('where tickets are shown in another media type, nobody knows where a Location leads', async () => {
  const document = await located('beside');
  const { paths } = document as {
    paths: Record<string, Record<string, { responses: Record<string, { content: Editable }> }>>;
  } & Editable;
  const { content } = paths['/tickets/{id}']?.['get']?.responses['200'] ?? {};
  Object.assign(content ?? {}, { 'application/xml': { schema: { type: 'string' } } });
  let earlier: string | undefined;
  const unread: Fault = {
    name: 'unread',
    description: 'Each Location leads to an earlier ticket, and nobody can read what is there.',
    breaks: [],
    reply: (reply, _request, operation) => {
      if (operation?.id === 'getTicket' && reply.status === 200)
        return {
          ...reply,
          headers: [['content-type', 'application/xml']],
          body: new TextEncoder().encode('<ticket/>'),
        };
      return {
        ...reply,
        headers: reply.headers.map(([name, value]) => {
          if (name !== 'location') return [name, value];
          const other = earlier ?? value;
          earlier = value;
          return [name, other];
        }),
      };
    },
  };
  const api = smallApi(document);
  const mock = api.mock({ faults: () => [unread] });
  mock.faults.on('unread');
  const { clauses } = await strictRun(api, mock);
  const found = clauses.find(({ id }) => id === 'tickets.addTicket.201.Location.location');
  expect(found?.status).toBe('notRun');
});
