import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

interface Tickets extends Editable {
  readonly components: {
    readonly schemas: Record<'Ticket' | 'TicketSent', { properties: Editable }>;
  };
}

const person = {
  type: 'object',
  'x-source': 'TICKETS-TICKET',
  description: 'A person.',
  properties: { login: { type: 'string', description: 'The name of the person.' } },
};
const document = (await smallDocument('tickets')) as Tickets;
const { Ticket, TicketSent } = document.components.schemas;
const text = { type: 'string', description: 'The name of a person.' };
// What comes first, so that it would be the first text by which a run knows its own again.
TicketSent.properties = {
  holder: text,
  ...TicketSent.properties,
  readers: { type: 'array', items: text, description: 'Who reads it.' },
};
Object.assign(Ticket.properties, {
  holder: person,
  readers: { type: 'array', items: person, description: 'Who reads it.' },
});

test('what is written as a name and shown as an object: the mock is right, and a strict run verifies every clause', async () => {
  const api = smallApi(document);
  const [ticket] = api.contract.resources;
  expect(ticket?.label).toBe('topic');
  const mock = api.mock();
  const { verdict, reasons, coverage } = await strictRun(api, mock);
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  const all = api.contract.clauses.length;
  expect(coverage).toMatchObject({ clauses: all, run: all });
  const [key = ''] = Object.values(mock.demo.environment);
  const response = await mock.fetch('https://tickets.example.net/api/tickets', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({ topic: 'Ink', holder: 'ada', readers: ['ada', 'grace'] }),
  });
  expect(await response.json()).toMatchObject({
    topic: 'Ink',
    holder: { login: expect.any(String) },
    readers: [{ login: expect.any(String) }, { login: expect.any(String) }],
  });
});

test('where only one operation takes it as another type, what is written as it is shown is shown as it is', async () => {
  const changed = structuredClone(document);
  const { schemas } = changed.components;
  const sent = { ...schemas.TicketSent, properties: { ...schemas.TicketSent.properties } };
  sent.properties['holder'] = person;
  Object.assign(schemas, { TicketAdded: sent });
  const { post } = (changed['paths'] as Record<string, Record<string, Editable>>)['/tickets'] ?? {};
  Object.assign(post ?? {}, {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/TicketAdded' } } },
    },
  });
  const mock = smallApi(changed).mock();
  const [key = ''] = Object.values(mock.demo.environment);
  const response = await mock.fetch('https://tickets.example.net/api/tickets', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({ topic: 'Ink', holder: { login: 'ada' } }),
  });
  expect(await response.json()).toMatchObject({ topic: 'Ink', holder: { login: 'ada' } });
});
