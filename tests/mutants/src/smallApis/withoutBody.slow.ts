import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

test('a response to HEAD may say that it is empty where that to GET is', async () => {
  const document = await smallDocument('desks');
  Object.assign(document['x-outcomes'] ?? {}, {
    head: { allow: ['accepted', '4XX'], source: 'DESKS-ERROR' },
  });
  const paths = document['paths'] as Record<string, { get: { responses: Editable } }>;
  const { responses } = paths['/desks/{name}/state']?.get ?? { responses: {} };
  responses['200'] = { description: 'Somebody may sit there.', 'x-body': 'any' };
  const api = smallApi(document);
  expect(api.contract.clauses.map(({ id }) => id)).toContain('desks.deskState.head');
  const { verdict, reasons } = await strictRun(api, api.mock());
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
});
