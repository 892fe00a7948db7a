import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type SmallApi } from './smallApi.ts';

/** Tickets of which no text is required, so that a run makes some without its name in them. */
async function namelessTickets(isListed: boolean): Promise<SmallApi> {
  const document = await smallDocument('tickets');
  const { schemas } = document['components'] as {
    schemas: Record<'Ticket' | 'TicketSent', { required?: string[]; properties: object }>;
  };
  delete schemas.TicketSent.required;
  schemas.Ticket.required = ['id'];
  const outcomes = document['x-outcomes'] as Record<string, { allow: unknown[] }>;
  const { required, nullRequired, nullOptional, ...others } = outcomes;
  document['x-outcomes'] = {
    ...others,
    nullOptional: { ...nullOptional, allow: ['asLeftOut'] },
  };
  expect(required).toEqual(nullRequired);
  if (isListed) return smallApi(document);
  delete (document['paths'] as Record<string, Record<string, object>>)['/tickets']?.['get'];
  delete (document['x-resources'] as Record<string, { rules: Record<string, string> }>)['ticket']
    ?.rules['listed'];
  return smallApi(document);
}

test('what a run made without its name in it is its own, and nothing of it is left', async () => {
  const api = await namelessTickets(false);
  const mock = api.mock();
  const { verdict, checks } = await strictRun(api, mock);
  expect(checks.filter(({ status }) => status !== 'passed').map(({ id }) => id)).toEqual([]);
  expect(verdict).toBe('conformant');
  expect(mock.state.read().resources).toEqual({ ticket: {} });
});

test('where people work, what a list showed before is not the run’s', async () => {
  const api = await namelessTickets(true);
  const others = { 7: { id: 7, topic: 'of somebody else' }, 8: { id: 8 } };
  const mock = api.mock({ seed: { resources: { ticket: { '': others } } } });
  const before = mock.state.read().resources;
  await strictRun(api, mock, { level: 'allowWrites' });
  expect(mock.state.read().resources).toEqual(before);
});
