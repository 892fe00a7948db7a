import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

type Change = (document: string) => string;

const documents: readonly (readonly [string, Change])[] = [
  ['numbers', (text) => text],
  [
    'texts',
    (text) =>
      text.replaceAll(
        /"type":"integer"(?=,"readOnly")|"type":"integer","minimum":1/g,
        '"type":"string"',
      ),
  ],
];

test.each(documents)(
  '%s: where people work, nothing is changed under a key that the run was not given',
  async (_, change) => {
    const text = change(JSON.stringify(await smallDocument('tickets')));
    const api = smallApi(JSON.parse(text) as Editable);
    const mock = api.mock();
    await strictRun(api, mock, { level: 'allowWrites' });
    const changes = mock.requests.filter(({ operation = '' }) =>
      ['removeTicket', 'replaceTicket'].includes(operation),
    );
    const given = new Set(
      changes
        .filter(({ reply }) => reply.status < 300)
        .map(({ received }) => received.target.split('?')[0]),
    );
    const others = changes
      .filter(({ reply }) => reply.status === 404)
      .map(({ received }) => received.target)
      .filter((target) => !given.has(target.split('?')[0]));
    expect(others).toEqual([]);
    expect(given.size).toBeGreaterThan(10);
  },
);
