import type { Fault } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

/** Makes a new time of adding each time that a request is sent once more. */
function movingTime(): Fault {
  let last = '';
  let times = 0;
  return {
    name: 'moving-time',
    description: 'The same request twice moves what the server makes.',
    breaks: ['tickets.ticket.repeatable'],
    decide: (decision, { operation, request }) => {
      const body = JSON.stringify(request.body);
      if (operation.id === 'replaceTicket' && decision.status === 200) {
        if (body === last) times += 1;
        last = body;
      }
      const { body: shown } = decision;
      return typeof shown === 'object' && shown !== null && 'added' in shown
        ? { ...decision, body: { ...shown, added: new Date(times * 1000).toISOString() } }
        : decision;
    },
  };
}

test('what the server makes must not move when a request is sent twice', async () => {
  const document = await smallDocument('tickets');
  const { ticket } = document['x-resources'] as Record<string, { rules: Editable }>;
  Object.assign(ticket?.rules ?? {}, { repeatable: 'TICKETS-KEPT' });
  const api = smallApi(document);
  const fault = movingTime();
  const mock = api.mock({ faults: () => [fault] });
  expect((await strictRun(api, mock)).verdict).toBe('conformant');
  mock.faults.on(fault.name);
  const { checks } = await strictRun(api, mock);
  const found = checks.flatMap(({ mismatches }) => mismatches.map(({ clause }) => clause));
  expect(found).toContain('tickets.ticket.repeatable');
});
