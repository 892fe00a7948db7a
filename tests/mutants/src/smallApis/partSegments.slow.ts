import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { smallApi, smallDocument, strictRun } from './smallApi.ts';

test.each(['/notes({name})', "/notes('{name}')", '/notes/{name}.json', '/notes/note-{name}'])(
  'a key is a part of a segment in %s, and every fault is found',
  async (route) => {
    const document = await smallDocument('notes');
    const paths = document['paths'] as Record<string, unknown>;
    paths[route] = paths['/notes/{name}'];
    delete paths['/notes/{name}'];
    const api = smallApi(document);
    const { verdict, coverage, reasons } = await strictRun(api, api.mock());
    expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
    const all = api.contract.clauses.length;
    expect(coverage).toMatchObject({ clauses: all, run: all });
    const faults = mutantsOf(api.contract).filter(({ name }) => /path|getNote|deleted/i.test(name));
    await using server = api.faulty(faults);
    const missed: string[] = [];
    for (const { name, breaks } of faults) {
      const finding = await server.find({ fault: name });
      if (!isFound({ name, breaks }, finding) || finding.errors.length > 0) missed.push(name);
    }
    expect(missed).toEqual([]);
  },
);
