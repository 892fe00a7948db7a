import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

interface Tickets extends Editable {
  readonly paths: Record<'/tickets' | '/tickets/{id}', Editable>;
  readonly 'x-resources': { readonly ticket: { readonly rules: Editable } };
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
