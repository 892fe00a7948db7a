import { isObject } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { smallApi, smallDocument } from './smallApi.ts';

test('a mock shows the key that it made, also where the schema of the answer has parts', async () => {
  const document = structuredClone(await smallDocument('tickets')) as unknown as {
    paths: Record<string, { post: { responses: Record<string, Created> } }>;
  } & Awaited<ReturnType<typeof smallDocument>>;
  type Created = { headers?: object; content: Record<string, { schema: object }> };
  const created = document.paths['/tickets']?.post.responses['201'];
  const json = created?.content['application/json'];
  if (created === undefined || json === undefined) throw new Error('nothing is created any more');
  created.headers = {
    Location: { required: true, 'x-source': 'TICKETS-LOCATION', schema: { type: 'string' } },
  };
  json.schema = { allOf: [json.schema] };
  const mock = smallApi(document).mock();
  await using running = await mock.start();
  const url = `${running.url}/tickets`;
  const sent = async (topic: string): Promise<unknown> => {
    const body = JSON.stringify({ topic });
    const [key = ''] = Object.values(mock.demo.environment);
    const headers = { 'content-type': 'application/json', 'x-api-key': key };
    const response = await fetch(url, { method: 'POST', headers, body });
    const shown: unknown = await response.json();
    return [isObject(shown) ? shown['id'] : shown, response.headers.get('location')];
  };
  expect([await sent('a'), await sent('b'), await sent('c')]).toEqual(
    [1, 2, 3].map((key) => [key, `${new URL(url).pathname}/${key}`]),
  );
  const { ticket } = mock.state.read().resources as Record<string, Record<string, object>>;
  expect(Object.keys(ticket?.[''] ?? {})).toEqual(['1', '2', '3']);
});
