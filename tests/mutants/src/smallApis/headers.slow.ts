import type { Fault } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable, type SmallApi } from './smallApi.ts';

/** Notes of which every list needs a header with this schema. */
async function notesWith(schema: object): Promise<SmallApi> {
  const document = await smallDocument('notes');
  const { paths, 'x-outcomes': outcomes } = document as {
    readonly paths: Record<string, Record<string, Editable>>;
    readonly 'x-outcomes': Editable;
  } & Editable;
  const { get = {} } = paths['/notes'] ?? {};
  get['parameters'] = [
    {
      name: 'X-Api-Version',
      in: 'header',
      required: true,
      description: 'Which version.',
      'x-source': 'NOTES-LIST',
      schema,
    },
  ];
  Object.assign(get['responses'] as Editable, { '400': { $ref: '#/components/responses/Wrong' } });
  Object.assign(outcomes, { maxLength: { allow: [400], source: 'NOTES-ERROR' } });
  return smallApi(document);
}

/** A server that knows one version only. */
const strict: Fault = {
  name: 'one-version',
  description: 'Knows one version.',
  breaks: [],
  operation: 'listNotes',
  decide: (decision, { received, refuse }) =>
    decision.status === 200 && received.headers['x-api-version'] !== '2024-01-01'
      ? refuse(400, 'No such version.')
      : decision,
};

test.each([
  [{ type: 'string', default: '2024-01-01' }],
  [{ type: 'string', enum: ['2024-01-01'] }],
])('a header that is required is sent as the document says: %j', async (schema) => {
  const api = await notesWith(schema);
  const mock = api.mock({ faults: () => [strict] });
  mock.faults.on(strict.name);
  const { verdict, reasons } = await strictRun(api, mock);
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
});
