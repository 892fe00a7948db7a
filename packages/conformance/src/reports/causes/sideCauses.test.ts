import { expect, test } from 'vitest';
import { causeExamples } from '../../testing/causeExamples.ts';
import type { CheckReport } from '../report.ts';

type Mismatch = CheckReport['mismatches'][number];
type Exchange = CheckReport['exchanges'][number];

const { check, asked, explained } = await causeExamples('pvwa');

const read = asked('getProvider', 'GET', 200);

test('what is done to every text is one mistake, and what is done to one only another', () => {
  const kept = check(
    'provider.kept/addProvider',
    { clause: 'provider.kept', at: '/jwkSet', expected: '{"a": "b"}', actual: '{a: b}' },
    [read],
  );
  const special = (expected: string, actual: string): CheckReport =>
    check(
      'provider.characters/addProvider.markup',
      {
        clause: 'provider.characters',
        symptom: 'pvwa.provider.kept',
        at: '/clientId',
        expected,
        actual,
      },
      [read],
    );
  const isExplained = { 'pvwa.provider.characters': 'pvwa.provider.kept' };
  expect(explained(kept, special('say "so" é', 'say so é'))).toEqual(isExplained);
  expect(explained(kept, special('say "so" é', 'say "so" ?'))).toEqual({});
  expect(explained(kept, special('<b>', 'b'))).toEqual(isExplained);
  const lower = check(
    'provider.kept/addProvider',
    { clause: 'provider.kept', at: '/description', expected: 'For All', actual: 'for all' },
    [read],
  );
  expect(explained(lower, special('É "Q"', 'é "q"'))).toEqual(isExplained);
  expect(explained(lower, special('É "Q"', 'É Q'))).toEqual({});
});

test('what is gone by chance is explained by what changes each time, and what is gone each time is not', () => {
  const method = check(
    'listProviders.method/PATCH',
    { clause: 'listProviders.method', expected: '405', actual: 201 },
    [asked('listProviders', 'PATCH', 201)],
  );
  const listed = (status: CheckReport['status']): CheckReport =>
    check(
      'listProviders.minimal',
      { clause: 'provider.listed', at: '/Providers/0', actual: 'x' },
      [asked('listProviders', 'GET', 200)],
      status,
    );
  expect(explained(method, listed('flaky'))).toEqual({
    'pvwa.provider.listed': 'pvwa.listProviders.method',
  });
  expect(explained(method, listed('failed'))).toEqual({});
});

test('what is answered wrongly by chance is explained by requests that are mixed up', () => {
  const mixed = check(
    'provider.concurrent/keys',
    { clause: 'provider.concurrent' },
    [read],
    'flaky',
  );
  const found = (status: CheckReport['status']): CheckReport =>
    check(
      'getProvider.path.id.existence',
      { clause: 'getProvider.path.id.existence', expected: '404', actual: 200 },
      [read],
      status,
    );
  const existence = 'pvwa.getProvider.path.id.existence';
  expect(explained(mixed, found('flaky'))).toHaveProperty([existence], 'pvwa.provider.concurrent');
  expect(explained(mixed, found('failed'))).not.toHaveProperty([existence]);
});

test('a body at which an operation fails makes it fail under each check before', () => {
  const type = check(
    'addProvider.id.type/list',
    { clause: 'addProvider.id.type', expected: '400', actual: 500 },
    [asked('addProvider', 'POST', 500, { body: '{"id":["a"]}' })],
  );
  const order = (actual: number): CheckReport =>
    check(
      'addProvider.order/security.propertyType',
      { clause: 'addProvider.order', expected: '401', actual },
      [asked('addProvider', 'POST', actual, { body: '{"id":{"nested":["id"]}}' })],
    );
  expect(explained(type, order(500))).toEqual({
    'pvwa.addProvider.order': 'pvwa.addProvider.id.type',
  });
  // It is answered, though too early: the order is wrong by itself.
  expect(explained(type, order(400))).toEqual({});
});

test('a status that is right beside a wrong body of an error is no finding', () => {
  const result = (actual: number): CheckReport => {
    const one = check(
      'addProvider.id.type/list',
      { clause: 'addProvider.id.type', expected: '400 or 422', actual, at: '' },
      [asked('addProvider', 'POST', actual)],
    );
    const [first] = one.mismatches;
    if (first === undefined) throw new Error('there is no difference');
    const body: Mismatch = { ...first, clause: 'pvwa.addProvider.errorBody', at: '/error' };
    return { ...one, mismatches: [first, body] };
  };
  expect(explained(result(422))).toEqual({
    'pvwa.addProvider.id.type': 'pvwa.addProvider.errorBody',
  });
  expect(explained(result(500))).toEqual({});
});

test('a media type in other letters is refused with a character set and without', () => {
  const refused = (kind: string, type: string): CheckReport =>
    check(
      `addProvider.${kind}/letters`,
      {
        clause: `addProvider.${kind}`,
        expected: '201',
        actual: 415,
        symptom: 'pvwa.addProvider.201.status',
      },
      [{ ...asked('addProvider', 'POST', 415, { 'content-type': type }), right: true }],
    );
  const charset = refused('charset', 'Application/Json; Charset=utf-8');
  expect(explained(charset, refused('transfer', 'Application/JSON'))).toEqual({
    'pvwa.addProvider.transfer': 'pvwa.addProvider.charset',
  });
  expect(explained(charset, refused('transfer', 'application/json'))).toEqual({});
});

test('an update that makes what is not there brings back what was deleted', () => {
  const isThere = { symptom: 'pvwa.getProvider.path.id.existence', actual: 200 };
  const never = check('provider.neverCreated', { clause: 'provider.neverCreated', ...isThere }, [
    read,
  ]);
  const deleted = (...before: readonly Exchange[]): CheckReport =>
    check('provider.deleted/updated', { clause: 'provider.deleted', ...isThere }, [
      ...before,
      read,
    ]);
  const removal = asked('deleteProvider', 'DELETE', 204);
  const update = asked('updateProvider', 'PUT', 404);
  expect(explained(never, deleted(removal, update))).toEqual({
    'pvwa.provider.deleted': 'pvwa.provider.neverCreated',
  });
  expect(explained(never, deleted(update, removal))).toEqual({});
});

test('a value that reading changes is another one in lists as well', () => {
  const value = { symptom: 'pvwa.provider.kept', expected: 'a', actual: 'a1' };
  const moving = check(
    'provider.readUnchanged/getProvider',
    { clause: 'provider.readUnchanged', at: '/clientId', ...value },
    [read],
  );
  const shown = (at: string): CheckReport =>
    check(
      'provider.refusedUnchanged/addProvider.taken',
      { clause: 'provider.refusedUnchanged', at: `/Providers/0/${at}`, ...value },
      [asked('listProviders', 'GET', 200)],
    );
  expect(explained(moving, shown('clientId'))).toEqual({
    'pvwa.provider.refusedUnchanged': 'pvwa.provider.readUnchanged',
  });
  expect(explained(moving, shown('issuer'))).toEqual({});
});

test('where sessions end too early, the log-off after the checks is refused', () => {
  const refusal = { expected: '200', actual: 401 };
  const signIn = check('logon.signIn', { clause: 'logon.signIn', ...refusal }, [
    asked('listProviders', 'GET', 401),
  ]);
  const logOff = (id: string): CheckReport =>
    check(id, { clause: 'logoff.200.status', ...refusal }, [asked('logoff', 'POST', 401)]);
  expect(explained(signIn, logOff('preparation'))).toEqual({
    'pvwa.logoff.200.status': 'pvwa.logon.signIn',
  });
  expect(explained(signIn, logOff('logoff.minimal'))).toEqual({});
});

test('a body to which nothing is answered gets no answer under each check before', () => {
  const silent = (id: string, clause: string, body: string): CheckReport =>
    check(id, { clause, expected: '400' }, [asked('addProvider', 'POST', undefined, { body })]);
  const syntax = silent('addProvider.malformedJson/cut', 'addProvider.malformedJson', '{"id"');
  const order = 'addProvider.order/security.syntax';
  expect(explained(syntax, silent(order, 'addProvider.none.security', '{'))).toEqual({
    'pvwa.addProvider.none.security': 'pvwa.addProvider.malformedJson',
  });
  expect(explained(syntax, silent(order, 'addProvider.none.security', '{}'))).toEqual({});
});

test('a response that only repeats the request is one mistake', () => {
  const answer = (body: string): CheckReport => {
    const sent = { body: '{"id":"a","clientSecret":"[redacted]"}' };
    const exchange = asked('addProvider', 'POST', 201, sent);
    const one = check(
      'addProvider.full',
      { clause: 'addProvider.201.issuer.propertyType', at: '/issuer' },
      [{ ...exchange, response: { status: 201, headers: {}, body } }],
    );
    const [first] = one.mismatches;
    if (first === undefined) throw new Error('there is no difference');
    const shown = { ...first, clause: 'pvwa.provider.neverReturned', at: '/clientSecret' };
    return { ...one, mismatches: [first, shown] };
  };
  expect(explained(answer('{"clientSecret":"[redacted]","id":"a"}'))).toEqual({
    'pvwa.addProvider.201.issuer.propertyType': 'pvwa.provider.neverReturned',
  });
  expect(explained(answer('{"clientSecret":"[redacted]","id":"a","issuer":1}'))).toEqual({});
});
