import { expect, test } from 'vitest';
import { causeExamples } from '../../testing/causeExamples.ts';
import type { CheckReport } from '../report.ts';

type Exchange = CheckReport['exchanges'][number];

const { check, asked, explained } = await causeExamples('pvwa');

/** Bytes that do not fit the headers of a response. */
function framed(operation: string, clause: string): CheckReport {
  return check(`${operation}.minimal`, { clause, message: 'bytes follow the response' }, [
    asked(operation, 'GET', 200),
  ]);
}

function of(by: string, ...clauses: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(clauses.map((clause) => [`pvwa.${clause}`, `pvwa.${by}`]));
}

test('bytes behind the response to HEAD are a matter of HEAD only where nothing follows others', () => {
  const head = check('listProviders.head', { clause: 'listProviders.head' }, [
    asked('listProviders', 'HEAD', 200),
  ]);
  const own = framed('listProviders', 'listProviders.200.$.propertyType');
  const other = framed('getProvider', 'getProvider.200.$.propertyType');
  expect(explained(head, own)).toEqual(
    of('listProviders.200.$.propertyType', 'listProviders.head'),
  );
  expect(explained(head, other)).toEqual({});
});

test('a length without a body is that of the server where several operations frame wrongly', () => {
  const empty = framed('deleteProvider', 'deleteProvider.204.noBody');
  const list = framed('listProviders', 'listProviders.200.$.propertyType');
  const read = framed('getProvider', 'getProvider.200.$.propertyType');
  expect(explained(empty, list, read)).toEqual(
    of('listProviders.200.$.propertyType', 'deleteProvider.204.noBody'),
  );
  expect(explained(empty, list)).toEqual({});
});

test('a refusal that is a page of another media type has no headers of the operation', () => {
  const page = check(
    'logon.minimal',
    { clause: 'logon.200.contentType', expected: 'application/json', actual: 'text/html' },
    [asked('logon', 'POST', 200)],
  );
  const refused = (type: string): CheckReport => {
    const exchange = asked('logon', 'GET', 405);
    const response = { status: 405, headers: { 'content-type': type }, body: '' };
    return check('logon.method/GET', { clause: 'logon.method' }, [{ ...exchange, response }]);
  };
  expect(explained(page, refused('text/html; charset=utf-8'))).toEqual(
    of('logon.200.contentType', 'logon.method'),
  );
  expect(explained(page, refused('application/json'))).toEqual({});
});

test('who signs anybody in does so with more wrong in the request, and refuses others all the same', () => {
  const taken = { expected: '401', actual: 200 };
  const credentials = check('logon.credentials', { clause: 'logon.credentials', ...taken }, [
    asked('logon', 'POST', 200),
  ]);
  const other = (clause: string, operation: string): CheckReport =>
    check(clause, { clause, ...taken }, [asked(operation, 'POST', 200)]);
  const nullOptional = 'logon.concurrentSession.nullOptional';
  expect(explained(credentials, other(nullOptional, 'logon'))).toEqual(
    of('logon.credentials', nullOptional),
  );
  expect(explained(credentials, other('logoff.none.security', 'logoff'))).toEqual({});
});

test('what is gone after a refused request is gone because of that', () => {
  const gone = { symptom: 'pvwa.getProvider.200.status', expected: '200', actual: 404 };
  const read = asked('getProvider', 'GET', 404);
  const lost = (id: string, clause: string, ...before: readonly Exchange[]): CheckReport =>
    check(id, { clause, ...gone }, [...before, read]);
  const refused = asked('deleteProvider', 'DELETE', 404);
  const unchanged = lost(
    'provider.refusedUnchanged/deleteProvider.existence',
    'provider.refusedUnchanged',
    refused,
  );
  const kept = (before: Exchange): CheckReport =>
    lost('provider.kept/betweenSessions', 'provider.kept', before);
  expect(explained(unchanged, kept(refused))).toEqual(
    of('provider.refusedUnchanged', 'provider.kept'),
  );
  expect(explained(unchanged, kept(asked('updateProvider', 'PUT', 200)))).toEqual({});
});

test('a session that is refused after its user signed in once more was ended by that', () => {
  const refusal = { expected: '200', actual: 401 };
  const signIn = check('logon.signIn', { clause: 'logon.signIn', ...refusal }, [
    asked('listProviders', 'GET', 401),
  ]);
  const kept = (...before: readonly Exchange[]): CheckReport =>
    check(
      'provider.kept/betweenSessions',
      { clause: 'provider.kept', symptom: 'pvwa.getProvider.200.status', ...refusal },
      [...before, asked('getProvider', 'GET', 401)],
    );
  expect(explained(signIn, kept(asked('logon', 'POST', 200)))).toEqual(
    of('logon.signIn', 'provider.kept'),
  );
  expect(explained(signIn, kept())).toEqual({});
});

test('requests that overlap are not judged where what they stand on was refused', () => {
  const refusedFull = (status: number): Exchange => ({
    ...asked('addProvider', 'POST', status, { body: '{"id":"a","clientId":"b"}' }),
    right: true,
  });
  const full = check(
    'addProvider.full',
    {
      clause: 'addProvider.full',
      symptom: 'pvwa.addProvider.201.status',
      expected: '201',
      actual: 400,
    },
    [refusedFull(400)],
  );
  const race = (status: number): CheckReport =>
    check('provider.concurrent/keys', { clause: 'provider.concurrent', at: '/clientId' }, [
      refusedFull(status),
      asked('getProvider', 'GET', 200),
    ]);
  expect(explained(full, race(400))).toEqual(of('addProvider.full', 'provider.concurrent'));
  expect(explained(full, race(201))).toEqual({});
});

test('a value that is refused in every request is refused where another rule should have refused', () => {
  const body = '{"id":"a","authenticationFlow":"Code"}';
  const value = check(
    'addProvider.authenticationFlow.enumValue/Code',
    {
      clause: 'addProvider.authenticationFlow.enumValue',
      symptom: 'pvwa.addProvider.201.status',
      expected: '201',
      actual: 400,
    },
    [{ ...asked('addProvider', 'POST', 400, { body }), right: true }],
  );
  const taken = (sent: string): CheckReport =>
    check('addProvider.taken', { clause: 'addProvider.taken', expected: '409', actual: 400 }, [
      asked('addProvider', 'POST', 400, { body: sent }),
    ]);
  expect(explained(value, taken('{"id":"b","authenticationFlow":"Code"}'))).toEqual(
    of('addProvider.authenticationFlow.enumValue', 'addProvider.taken'),
  );
  expect(explained(value, taken('{"id":"b","authenticationFlow":"Id"}'))).toEqual({});
});

test('a value that is lost where nothing else is done is lost by that later, and another one is not', () => {
  const lost = { expected: false, symptom: 'pvwa.authenticationMethod.kept' };
  const kept = check(
    'authenticationMethod.kept/addAuthenticationMethod',
    { clause: 'authenticationMethod.kept', at: '/enabled', expected: false },
    [asked('addAuthenticationMethod', 'POST', 201)],
  );
  const separate = (at: string): CheckReport =>
    check(
      'authenticationMethod.separate/delete',
      { clause: 'authenticationMethod.separate', at, ...lost },
      [asked('getAuthenticationMethod', 'GET', 200)],
    );
  expect(explained(kept, separate('/enabled'))).toEqual(
    of('authenticationMethod.kept', 'authenticationMethod.separate'),
  );
  expect(explained(kept, separate('/mobileEnabled'))).toEqual({});
});

test('a write that is answered by what was saved before is one mistake, unless it was saved', () => {
  const earlier = asked('updateProvider', 'PUT', 200, {
    body: '{"clientId":"a","issuer":"b","description":"c"}',
  });
  const update = asked('updateProvider', 'PUT', 200, { body: '{"clientId":"d","issuer":"e"}' });
  const kept = ['clientId', 'issuer'].map((name, index) =>
    check(
      `provider.kept/updateProvider.${name}`,
      { clause: 'provider.kept', at: `/${name}`, expected: 'd', actual: index === 0 ? 'a' : 'b' },
      [earlier, update],
    ),
  );
  const left = (last: Exchange): CheckReport =>
    check('provider.replaced', { clause: 'provider.replaced', at: '/description', actual: 'c' }, [
      earlier,
      last,
    ]);
  expect(explained(...kept, left(update))).toEqual(of('provider.kept', 'provider.replaced'));
  expect(explained(...kept, left(asked('getProvider', 'GET', 200)))).toEqual({});
});

test('what the server makes itself and changes is another one than after a write as well', async () => {
  const wickr = await causeExamples('wickr');
  const read = wickr.asked('getOidcInfo', 'GET', 200);
  const at = '/openidConnectInfo/applicationName';
  const moved = wickr.check(
    'oidcConfig.readUnchanged/registerOidcConfigTest',
    { clause: 'oidcConfig.readUnchanged', at },
    [read],
  );
  const replaced = (place: string): CheckReport =>
    wickr.check(
      'oidcConfig.kept/registerOidcConfig',
      { clause: 'oidcConfig.replaced', at: place },
      [read],
    );
  expect(wickr.explained(moved, replaced(at))).toEqual({
    'wickr.oidcConfig.replaced': 'wickr.oidcConfig.readUnchanged',
  });
  expect(wickr.explained(moved, replaced('/openidConnectInfo/redirectUrl'))).toEqual({});
});

test('a read that is refused whatever is saved is not told once more where nothing is', async () => {
  const wickr = await causeExamples('wickr');
  const refused = (actual: number): CheckReport =>
    wickr.check(
      'getOidcInfo.minimal',
      { clause: 'getOidcInfo.200.status', expected: '200', actual },
      [{ ...wickr.asked('getOidcInfo', 'GET', actual), right: true }],
    );
  const absent = wickr.check(
    'oidcConfig.absent',
    { clause: 'oidcConfig.absent', expected: '404 or 200', actual: 400 },
    [wickr.asked('getOidcInfo', 'GET', 400)],
  );
  expect(wickr.explained(refused(400), absent)).toEqual({
    'wickr.oidcConfig.absent': 'wickr.getOidcInfo.200.status',
  });
  expect(wickr.explained(refused(403), absent)).toEqual({});
});

test('a write that is not done where only one value is new explains what stays when some are left out', () => {
  const send = (body: object): ReturnType<typeof asked> =>
    asked('updateProvider', 'PUT', 200, { body: JSON.stringify(body) });
  const get = asked('getProvider', 'GET', 200);
  const first = send({ clientId: 'a', issuer: 'b', description: 'c' });
  const kept = (second: object): CheckReport =>
    check(
      'provider.kept/updateProvider',
      { clause: 'provider.kept', at: '/issuer', expected: 'e', actual: 'b' },
      [first, send(second), get],
    );
  const left = check(
    'provider.replaced',
    { clause: 'provider.replaced', at: '/description', actual: 'c' },
    [first, send({ clientId: 'a', issuer: 'b' }), get],
  );
  const alone = kept({ clientId: 'a', issuer: 'e', description: 'c' });
  expect(explained(alone, left)).toEqual({ 'pvwa.provider.replaced': 'pvwa.provider.kept' });
  // A value that is not taken beside others that are, and a merge, are two mistakes.
  expect(explained(kept({ clientId: 'd', issuer: 'e', description: 'f' }), left)).toEqual({});
});
