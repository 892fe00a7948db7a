import { judgeTraffic, type TrafficExchange } from '@oidc-admin/conformance';
import { isObject } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, type Editable } from './smallApi.ts';

/** The desks, every body of which may be XML as well. */
async function desksInXml() {
  const document = await smallDocument('desks');
  JSON.stringify(document, (_, value: unknown) => {
    const content = isObject(value) ? value['content'] : undefined;
    if (isObject(content) && content['application/json'] !== undefined)
      (content as Editable)['application/xml'] = { schema: { type: 'string' } };
    return value;
  });
  return smallApi(document).contract;
}

const json = 'application/json';
const xml = 'application/xml';
const desk = JSON.stringify({ name: 'd1', room: 'north' });

function exchange(
  method: string,
  [sent, body]: readonly [string, string | undefined],
  [answered, shown]: readonly [string, string],
): TrafficExchange {
  return {
    start: 0,
    end: 5,
    method,
    url: `https://desks.example.net/v1/desks${method === 'GET' ? '/d1' : ''}`,
    headers: { 'x-key': 'the-key-of-somebody', 'content-type': sent },
    ...(body === undefined ? {} : { body }),
    response: {
      status: method === 'GET' ? 200 : 201,
      headers: { 'content-type': answered },
      body: shown,
    },
  };
}

test('what is in another documented media type is not judged, and what is JSON is', async () => {
  const contract = await desksInXml();
  const { findings, judged, unjudged } = judgeTraffic(contract, [
    exchange('GET', [json, undefined], [xml, '<desk/>']),
    exchange('POST', [`${xml}; charset=utf-8`, '<desk/>'], [json, desk]),
    exchange('GET', [json, undefined], [json, desk]),
  ]);
  expect({ findings, judged, unread: unjudged.unread }).toEqual({
    findings: [],
    judged: 1,
    unread: 2,
  });
  const read = exchange('GET', [json, undefined], [json, desk]);
  const page = exchange('GET', [json, undefined], ['text/html', desk]);
  const other = judgeTraffic(contract, [read, { ...page, start: 10, end: 15 }]);
  expect(other.findings.map(({ clause }) => clause)).toEqual(['desks.getDesk.200.contentType']);
});
