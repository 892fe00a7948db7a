import { isObject } from '@oidc-admin/contract';
import type { Fault, MockReply } from '@oidc-admin/mock';
import { describe, expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

/** As frameworks write them into the documents that they make. */
const published = {
  'ASP.NET': ['text/plain', 'application/json', 'text/json', 'application/*+json'],
  Spring: ['*/*'],
  'a hub': ['application/vnd.notes+json; version=2', 'text/html'],
  'an old one': ['application/xml', 'application/json; charset=utf-8'],
};

/** The notes, every body of which may have these media types. */
async function notesIn(mediaTypes: readonly string[]): Promise<Editable> {
  const document = await smallDocument('notes');
  JSON.stringify(document, (_, value: unknown) => {
    const content = isObject(value) ? value['content'] : undefined;
    const schema = isObject(content) ? content['application/json'] : undefined;
    if (schema === undefined) return value;
    delete (content as Editable)['application/json'];
    for (const name of mediaTypes)
      (content as Editable)[name] = /json|\*/.test(name) ? schema : { schema: { type: 'string' } };
    return value;
  });
  return document;
}

describe.each(Object.entries(published))('the media types of %s', (_, mediaTypes) => {
  test('are all right, and every clause is verified', async () => {
    const api = smallApi(await notesIn(mediaTypes));
    const { verdict, coverage, reasons } = await strictRun(api, api.mock());
    expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
    const all = api.contract.clauses.length;
    expect(coverage).toMatchObject({ clauses: all, run: all });
  });

  test('and what breaks them is found', async () => {
    const { contract, faulty } = smallApi(await notesIn(mediaTypes));
    const faults = mutantsOf(contract).filter(({ name }) =>
      /mediaType|contentType|errorBody/.test(name),
    );
    await using server = faulty(faults);
    const missed: string[] = [];
    for (const { name, breaks } of faults) {
      const finding = await server.find({ fault: name });
      if (!isFound({ name, breaks }, finding) || finding.errors.length > 0) missed.push(name);
    }
    expect(missed).toEqual([]);
    expect(faults.length).toBeGreaterThan(3);
  });
});

/** A server that answers in another media type, and does not always look at `Accept`. */
function otherwise(reply: NonNullable<Fault['reply']>): Fault {
  return { name: 'otherwise', description: 'Another media type.', breaks: [], reply };
}

async function found(mediaTypes: readonly string[], fault: Fault) {
  const api = smallApi(await notesIn(mediaTypes));
  const mock = api.mock({ faults: () => [fault] });
  mock.faults.on(fault.name);
  const { verdict, clauses } = await strictRun(api, mock);
  const ids = (status: string): readonly string[] =>
    clauses.filter((one) => one.status === status).map(({ id }) => id);
  return { verdict, failed: ids('failed'), notRun: ids('notRun'), passed: ids('passed') };
}

function asXml(reply: MockReply): MockReply {
  const headers = reply.headers.filter(([name]) => name !== 'content-type');
  return { ...reply, headers: [...headers, ['content-type', 'application/xml']], body: page };
}

const page = new TextEncoder().encode('<note/>');

test('a server that chooses another documented one is not accused, and what it hides is not passed', async () => {
  const fault = otherwise((reply, _, operation) =>
    operation?.id === 'getNote' ? asXml(reply) : reply,
  );
  const { verdict, failed, notRun, passed } = await found(published['an old one'], fault);
  expect({ verdict, failed }).toEqual({ verdict: 'incomplete', failed: [] });
  expect(notRun).toEqual(
    expect.arrayContaining(['notes.getNote.200.contentType', 'notes.getNote.errorBody']),
  );
  expect(passed.filter((id) => /^notes\.getNote\..*existence$/.test(id))).toHaveLength(1);
  expect(passed).toContain('notes.listNotes.200.contentType');
});

test('one that does not document it is accused', async () => {
  const fault = otherwise((reply, _, operation) =>
    operation?.id === 'getNote' && reply.status === 200
      ? { ...reply, headers: [['content-type', 'application/yaml']], body: page }
      : reply,
  );
  const { failed } = await found(published['an old one'], fault);
  expect(failed).toContain('notes.getNote.200.contentType');
});

test('a server that looks at Accept is told what is read', async () => {
  const fault = otherwise((reply, { headers }) =>
    headers['accept'] === 'application/vnd.notes+json'
      ? reply
      : { status: 406, headers: [], body: new Uint8Array() },
  );
  expect(await found(published['a hub'], fault)).toMatchObject({
    verdict: 'conformant',
    failed: [],
  });
});
