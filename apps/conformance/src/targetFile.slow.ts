import { join } from 'node:path';
import { UsageError } from '@oidc-admin/client/terminal';
import { describe, expect, test } from 'vitest';
import { newMock } from './apiEntry.ts';
import { readTargetFile } from './readTargetFile.ts';
import { runConformance } from './testing/conformanceCommand.ts';
import { allBut, fileWith, lacking, startPart } from './testing/partOfPvwa.ts';

const limit = 120_000;

function isUpdate(method: string, path: string): boolean {
  return /\/Providers\/[^/]+\/?$/i.test(path) && method === 'PUT';
}

describe.concurrent('a server that has the update alone', { timeout: limit }, () => {
  const checked = async (fault?: string, flags: readonly string[] = ['--disposable']) => {
    await using server = await startPart(isUpdate, fault);
    const file = await fileWith({
      api: 'pvwa',
      url: server.url,
      unsupported: lacking(await allBut('updateProvider')),
      existing: { provider: ['corp'] },
      variables: { PVWA_TOKEN: 'STAGING_TOKEN' },
    });
    const ended = await runConformance(['--target-file', file, '--strict', ...flags], {
      STAGING_TOKEN: server.token,
      PVWA_AUDITOR_TOKEN: server.auditorToken,
    });
    return { ...ended, server, file, sent: server.mock.requests };
  };

  test('is checked with a token from the environment, and what it lacks is said', async () => {
    const { code, out, report, sent, server } = await checked();
    expect(out).not.toContain('FAILED');
    expect(code).toBe(0);
    const [target] = (await report()).targets;
    expect(out).toContain('without addProvider: this proxy has the update only');
    const others = await allBut('updateProvider');
    expect(out).toContain(
      `CONFORMANT FOR WHAT IT HAS at this level, without ${others.length} operations`,
    );
    expect((await report()).verdict).toBe('withoutOperations');
    expect(target?.unsupported.map(({ operation }) => operation)).toEqual(others);
    expect(target?.unsupported.filter(({ answers }) => answers)).toEqual([]);
    const ofUpdate = target?.clauses.filter(({ operation }) => operation === 'updateProvider');
    expect(ofUpdate?.filter(({ status }) => status === 'passed').length).toBeGreaterThan(30);
    const lacked = target?.clauses.filter(({ operation = '' }) => others.includes(operation));
    expect(lacked?.length).toBeGreaterThan(100);
    expect(new Set(lacked?.map((clause) => `${clause.status} ${clause.code}`))).toEqual(
      new Set(['notRun unsupported']),
    );
    expect(sent.filter(({ operation }) => operation === 'updateProvider').length).toBeGreaterThan(
      50,
    );
    // Nothing but the log-on of the one who lent the token.
    expect(sent.filter(({ operation }) => operation === 'logoff')).toEqual([]);
    expect(JSON.stringify([out, await report()])).not.toContain(server.token);
  });

  test('is found out where its update is wrong', async () => {
    const fault = 'limit-one-too-high:updateProvider.clientId';
    const { code, out, report } = await checked(fault);
    expect(out).toContain('FAILED pvwa.updateProvider.clientId.maxLength');
    expect(JSON.stringify(await report())).toContain('$STAGING_TOKEN');
    expect(code).toBe(1);
  });

  test('is not written where nobody could put it back, unless that is said', async () => {
    const refused = await checked(undefined, ['--allow-writes']);
    expect(refused.out).toContain(
      'provider corp cannot be read, so what this run writes there stays',
    );
    expect(refused.code).toBe(2);
    expect(refused.sent.filter(({ received }) => received.method === 'PUT')).toEqual([]);
    const said = await checked(undefined, ['--allow-writes', '--leave-changed']);
    expect(said.err).toContain('provider corp: cannot be read; what this run writes there stays.');
    expect(said.code).toBe(0);
  });
});

test('what exists and can be read is put back', { timeout: limit }, async () => {
  await using server = await startPart(
    (method, path) => (method === 'GET' && /\/Providers/i.test(path)) || isUpdate(method, path),
  );
  const before = server.saved();
  const file = await fileWith({
    api: 'pvwa',
    url: server.url,
    level: 'allow-writes',
    unsupported: lacking(await allBut('listProviders', 'getProvider', 'updateProvider')),
  });
  const args = ['--target-file', file, '--existing', 'provider=corp'];
  const environment = { PVWA_TOKEN: server.token };
  const refused = await runConformance(args, environment);
  expect(refused.out).toContain('set PVWA_ORIGINAL_CLIENTSECRET, or say --no-original-secret');
  const { code, out, err } = await runConformance(
    [...args, '--no-original-secret', '--accept-incomplete', '--strict'],
    environment,
  );
  expect(out).not.toContain('FAILED');
  expect(code).toBe(0);
  expect(err).toContain('provider corp: configured; it is saved again at the end');
  expect(code).toBe(0);
  const { clientSecret: _, ...after } = server.saved() ?? {};
  expect(after).toEqual(before);
  const written = server.mock.requests.filter(({ operation }) => operation === 'updateProvider');
  expect(written.length).toBeGreaterThan(50);
});

test(
  'an operation that answers though it is said to be unsupported is a stale entry',
  async () => {
    const file = await fileWith({
      api: 'pvwa',
      unsupported: [{ operation: 'listProviders', reason: 'old' }],
    });
    const { code, out } = await runConformance(['--target-file', file]);
    expect(out).toContain('STALE: listProviders is said to be unsupported, and it answers rightly');
    expect(code).toBe(1);
  },
  limit,
);

describe('a target file', () => {
  test(
    'says how its server is checked, and a flag says otherwise',
    async () => {
      const mock = await newMock('wickr');
      const configured = {
        companyId: 'us-east-1-mine',
        issuer: 'https://a.example.com',
        scopes: 'openid',
        secret: 'original',
      };
      mock.state.seed({ resources: { oidcConfig: { '12345678': { '': configured } } } });
      await using running = await mock.start();
      const broken = 'wickr.getOidcInfo.path.networkId.existence';
      mock.faults.on('crash-on-existence');
      const file = await fileWith({
        api: 'wickr',
        url: running.url,
        name: 'staging',
        level: 'default',
        strict: true,
        limits: { maxRequests: 100_000, timeoutSeconds: 5 },
        expected: [{ clause: broken, reason: 'it crashes there' }],
      });
      const args = ['--target-file', file, '--only', 'getOidcInfo'];
      const ended = await runConformance(args, mock.demo.environment);
      expect(ended.out).toContain('CONFORMANT BUT FOR 1 EXPECTED FAILURE');
      expect((await ended.report()).targets[0]).toMatchObject({
        name: 'staging',
        level: 'default',
        strict: true,
      });
      const again = await runConformance(
        ['--report', join(ended.directory, 'record.ndjson')],
        mock.demo.environment,
      );
      expect(again.out).toContain('CONFORMANT BUT FOR 1 EXPECTED FAILURE');
      const other = await runConformance([...args, '--disposable'], {
        ...mock.demo.environment,
      });
      expect((await other.report()).targets[0]?.level).toBe('disposable');
      mock.faults.off('crash-on-existence');
      const mended = await runConformance(args, mock.demo.environment);
      expect(mended.out).toContain(
        `STALE: ${broken} is expected to fail at staging, and it passes`,
      );
      expect(mended.code).toBe(1);
    },
    limit,
  );

  test.for([
    ['api: pvwa\nlevl: default', "'levl' means nothing here; nearest: level"],
    ['url: http://a', "'api' is missing"],
    ['api: github', 'api: "github" is wrong; there are pvwa and wickr'],
    [
      'api: pvwa\nlevel: high',
      'level: "high" is wrong; right is default, allow-writes or disposable',
    ],
    [
      'api: pvwa\nlimits: {maxRequests: many}',
      'limits.maxRequests: "many" is wrong; right is a whole number from 1',
    ],
    [
      'api: pvwa\nlimits: {timeoutSeconds: 1e9}',
      'limits.timeoutSeconds: 1000000000 is wrong; right is a number from 0.001 to 3600',
    ],
    ['api: pvwa\nunsupported: [{operation: logon}]', "unsupported[0]: 'reason' is missing"],
    [
      'api: pvwa\nunsupported: [{operation: logon, reason: ""}]',
      'unsupported[0].reason: "" is wrong; right is a reason in a few words',
    ],
    ['api: pvwa\nexpected: yes', 'expected: "yes" is wrong; right is a list of {clause, reason}'],
    [
      'api: pvwa\nexisting: {provider: corp}',
      'existing.provider: "corp" is wrong; right is a list of keys',
    ],
    ['api: [', 'target.yaml: '],
  ])(
    '%j is refused with the place and what would be right',
    async ([content = '', message = '']) => {
      const path = await fileWith(content);
      expect(() => readTargetFile(path, ['pvwa', 'wickr'])).toThrow(UsageError);
      expect(() => readTargetFile(path, ['pvwa', 'wickr'])).toThrow(message);
    },
  );

  test.for([
    [
      'api: pvwa\nvariables: {PVWA_PASSWORD: hunter2}',
      'variables.PVWA_PASSWORD: what is there is wrong',
    ],
    ['api: pvwa\nurl: https://me:hunter2@a.example.com', 'url: what is there is wrong'],
    ['api: pvwa\nurl: hunter2', 'url: what is there is wrong'],
  ])('%j may hold a secret, which is not repeated', async ([content = '', message = '']) => {
    const path = await fileWith(content);
    expect(() => readTargetFile(path, ['pvwa'])).toThrow(message);
    expect(() => readTargetFile(path, ['pvwa'])).not.toThrow('hunter2');
  });

  test.for<readonly [object, string]>([
    [
      { unsupported: lacking(['addProvidr']) },
      'unsupported: there is no operation addProvidr; nearest: addProvider',
    ],
    [
      { existing: { providr: ['a'] } },
      'existing: there is no resource with keys providr; nearest: provider',
    ],
    [
      { expected: [{ clause: 'pvwa.x', reason: 'x' }] },
      'expected: there is no clause pvwa.x; nearest: pvwa.',
    ],
    [
      { variables: { PVWA_PASSWORD: 'STAGING_PASSWORD' }, url: 'http://127.0.0.1:1' },
      'set STAGING_PASSWORD (its PVWA_PASSWORD)',
    ],
  ])('%j is refused before anything is sent', { timeout: limit }, async ([content, message]) => {
    const file = await fileWith({ api: 'pvwa', ...content });
    const { code, err } = await runConformance(['--target-file', file]);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
