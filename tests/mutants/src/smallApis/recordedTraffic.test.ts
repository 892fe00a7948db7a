import { judgeTraffic, type TrafficExchange } from '@oidc-admin/conformance';
import { expect, test } from 'vitest';
import { smallApi, smallDocument } from './smallApi.ts';

const { contract } = smallApi(await smallDocument('desks'));

const error = { error: 'No.' };
const desk = { name: 'd1', room: 'north' };
const note = { title: 'n1', text: 'Call back.', colour: 'green' };

type Sent = readonly [method: string, path: string, status: number, answered?: unknown];

/** One exchange each 10 ms, of 5 ms where nothing else is said. */
function recorded(sent: readonly Sent[], lasting = 5): readonly TrafficExchange[] {
  return sent.map(([method, path, status, answered], index) => ({
    start: index * 10,
    end: index * 10 + lasting,
    method,
    url: `https://desks.example.net/v1/desks${path}`,
    headers: { 'x-key': 'the-key-of-somebody', 'content-type': 'application/json' },
    ...(method === 'POST' && { body: JSON.stringify(answered) }),
    response: {
      status,
      headers: answered === undefined ? {} : { 'content-type': 'application/json' },
      body: answered === undefined ? '' : JSON.stringify(answered),
    },
  }));
}

function accused(sent: readonly Sent[], lasting?: number): readonly string[] {
  const { findings, judged } = judgeTraffic(contract, recorded(sent, lasting));
  expect(judged).toBe(sent.length);
  return findings.map(({ clause }) => clause);
}

const listed: Sent = ['GET', '/d1/notes', 200, [note]];
const notListed: Sent = ['GET', '/d1/notes', 404, error];
const deskRead: Sent = ['GET', '/d1', 200, desk];
const noteRead: Sent = ['GET', '/d1/notes/n1', 200, note];
const deleted: Sent = ['DELETE', '/d1', 204];

test.each<readonly [string, readonly Sent[]]>([
  ['a list below one that was never seen', [listed]],
  ['something made below one that was never seen', [['POST', '/d1/notes', 201, note], noteRead]],
  ['one that is not there', [notListed]],
  ['one that is not listed', [listed, ['GET', '', 200, []], listed]],
  ['one that is deleted', [listed, deleted, notListed, ['GET', '/d1/notes/n1', 404, error]]],
  ['one that is deleted and made again', [deleted, ['POST', '', 201, desk], listed]],
])('below %s, a right server is accused of nothing', (_, sent) => {
  expect(accused(sent)).toEqual([]);
});

test('below what was seen deleted nothing may be found', () => {
  expect(accused([deskRead, deleted, listed])).toEqual(['desks.listNotes.path.desk.existence']);
  expect(accused([deskRead, notListed])).toEqual(['desks.listNotes.200.status']);
});

test('whether a desk or what is below it was asked for first, nobody knows where they overlap', () => {
  expect(accused([deskRead, notListed, deleted], 15)).toEqual([]);
  expect(accused([deskRead, noteRead, deleted, notListed], 15)).toEqual([]);
});

test('what only asks below a desk that is deleted meanwhile may find it or not', () => {
  const notAsked: Sent = ['GET', '/d1/state', 404, error];
  expect(accused([deskRead, notAsked], 5)).toEqual(['desks.deskState.200.status']);
  expect(accused([deskRead, notAsked, deleted], 15)).toEqual([]);
});

test('between two parts of a recording a desk may go', () => {
  const parts = recorded([listed, notListed]).map((one, index) => ({ ...one, part: `${index}` }));
  expect(judgeTraffic(contract, parts).findings).toEqual([]);
  expect(accused([listed, notListed])).toEqual(['desks.listNotes.200.status']);
});

test('where nobody knows how a delete ended, nobody knows what is below', () => {
  const sent = recorded([deskRead, noteRead, listed, deleted, notListed, noteRead]);
  const unanswered = sent.map(({ response, ...request }, index) =>
    index === 3 || response === undefined ? request : { ...request, response },
  );
  expect(judgeTraffic(contract, unanswered).findings).toEqual([]);
});

test.each([
  ['text/json', 1],
  ['application/vnd.desks+json; version=2', 1],
  ['application/json-patch+json', 0],
  ['text/plain', 0],
])(
  'JSON under %s, which the document lists, accuses nobody; judged are %i',
  async (type, count) => {
    const document = await smallDocument('desks');
    const { requestBodies } = document['components'] as {
      readonly requestBodies: { readonly Desk: { readonly content: object } };
    };
    const others = ['text/json', 'application/*+json', 'text/plain'];
    Object.assign(
      requestBodies.Desk.content,
      Object.fromEntries(others.map((one) => [one, { schema: {} }])),
    );
    const [made] = recorded([['POST', '', 201, desk]]);
    const headers = { ...made?.headers, 'content-type': type };
    const judged = judgeTraffic(smallApi(document).contract, made ? [{ ...made, headers }] : []);
    expect(judged.findings.map(({ message }) => message)).toEqual([]);
    expect(judged.judged).toBe(count);
  },
);
