import { createStandardMock } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

interface Tickets extends Editable {
  readonly paths: Record<'/tickets' | '/tickets/{id}', Editable>;
  readonly 'x-resources': { readonly ticket: { readonly rules: Editable } };
  readonly components: {
    readonly schemas: Record<string, Editable> & {
      readonly TicketSent: { readonly required: string[]; readonly properties: Editable };
    };
  };
}

const document = (await smallDocument('tickets')) as Tickets;
delete document.paths['/tickets']['post'];
delete document.paths['/tickets/{id}']['delete'];
const { rules } = document['x-resources'].ticket;
for (const rule of ['listed', 'deleted', 'neverCreated', 'separate']) delete rules[rule];
const api = smallApi(document);

test('a mock starts with one of what no request makes, and a run verifies everything with it', async () => {
  const mock = api.mock();
  const { existing } = mock.demo;
  const [key = ''] = existing['ticket'] ?? [];
  expect(mock.state.read().resources['ticket']?.['']?.[key]).toMatchObject({ id: Number(key) });
  const { verdict, reasons, coverage } = await strictRun(api, mock);
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  const all = api.contract.clauses.length;
  expect(coverage).toMatchObject({ clauses: all, run: all });
  expect(Object.keys(mock.state.read().resources['ticket']?.[''] ?? {})).toEqual([key]);
});

test('without it, nothing about one ticket is passed', async () => {
  const mock = api.mock({ seed: {} });
  expect(mock.demo.existing).toEqual({});
  const { verdict, checks } = await strictRun(api, mock);
  expect(verdict).toBe('incomplete');
  const read = checks.filter(({ id }) => id.startsWith('tickets.getTicket.minimal'));
  expect(read.length).toBeGreaterThan(0);
  expect(new Set(read.map(({ status }) => status))).toEqual(new Set(['notRun']));
  expect(read[0]?.reason).toContain('name the key of one as existing');
});

test('what has to be written and is never shown is part of it', () => {
  const changed = structuredClone(document);
  const { TicketSent } = changed.components.schemas;
  TicketSent.required.push('password');
  TicketSent.properties['password'] = { type: 'string', writeOnly: true, description: 'Its own.' };
  changed['x-resources'].ticket.rules['neverReturned'] = 'TICKETS-KEPT';
  const mock = smallApi(changed).mock();
  expect(Object.keys(mock.demo.existing)).toEqual(['ticket']);
});

test('where no sample fits the document, a mock starts without it', async () => {
  const changed = structuredClone(document);
  changed.components.schemas['Topic'] = {
    type: 'string',
    pattern: '^[A-Z]{3}-[0-9]{4}$',
    description: 'What it is about.',
  };
  Object.assign(changed['x-outcomes'] ?? {}, {
    pattern: { allow: [400], source: 'TICKETS-ERROR' },
  });
  const mock = smallApi(changed).mock();
  expect(mock.demo.existing).toEqual({});
  await using running = await mock.start();
  expect((await fetch(`${running.url}/tickets`)).status).toBe(401);
});

test('a mock in a deployment of its own starts as in the one of the demonstration', () => {
  const deployment = { parents: {}, users: {}, settings: {} };
  const mock = createStandardMock(document, { definition: { deployment } });
  expect(mock.demo.existing).toEqual(api.mock().demo.existing);
});
