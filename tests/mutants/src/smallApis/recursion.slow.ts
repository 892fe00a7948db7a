import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

/** Tickets with steps, each of which may have steps and one main step. */
async function ticketsWithSteps(): Promise<Editable> {
  const document = await smallDocument('tickets');
  const step = (): object => ({ $ref: '#/components/schemas/Step' });
  const { schemas } = document['components'] as {
    schemas: Record<string, { properties: Record<string, object> }>;
  };
  for (const name of ['Ticket', 'TicketSent'])
    Object.assign(schemas[name]?.properties ?? {}, {
      steps: { type: 'array', items: step(), 'x-source': 'TICKETS-TICKET', description: 'Steps.' },
    });
  Object.assign(schemas, {
    Step: {
      type: 'object',
      'x-source': 'TICKETS-TICKET',
      description: 'A step.',
      required: ['what'],
      properties: {
        what: { type: 'string', maxLength: 40, description: 'What is to be done.' },
        steps: { type: 'array', items: step(), description: 'Smaller steps.' },
        main: { ...step(), description: 'The most important one.' },
      },
    },
  });
  return document;
}

test('a strict run verifies every clause of what contains itself', async () => {
  const api = smallApi(await ticketsWithSteps());
  const { verdict, coverage, reasons } = await strictRun(api, api.mock());
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  const all = api.contract.clauses.length;
  expect(coverage).toMatchObject({ clauses: all, run: all });
  const ids = api.contract.clauses.map(({ id }) => id);
  expect(ids).toContain('tickets.addTicket.steps[].steps[].what.maxLength');
});

test('what a server does wrong one level down is found', async () => {
  const { contract, faulty } = smallApi(await ticketsWithSteps());
  const faults = mutantsOf(contract).filter(({ name }) => name.includes('.steps[].'));
  await using server = faulty(faults);
  const missed: string[] = [];
  for (const { name, breaks } of faults) {
    const finding = await server.find({ fault: name });
    if (!isFound({ name, breaks }, finding) || finding.errors.length > 0) missed.push(name);
  }
  expect(missed).toEqual([]);
  expect(faults.length).toBeGreaterThan(20);
});
