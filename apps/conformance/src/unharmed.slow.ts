import { expect, test } from 'vitest';
import { runConformance } from './testing/conformanceCommand.ts';
import { allBut, fileWith, lacking, startPart } from './testing/partOfPvwa.ts';

const limit = 120_000;

test(
  'what exists is not written to find out whether an unsupported update answers',
  async () => {
    await using server = await startPart((_, path) => !/AuthenticationMethods/i.test(path));
    const before = server.saved();
    const file = await fileWith({
      api: 'pvwa',
      url: server.url,
      level: 'allow-writes',
      originalSecret: false,
      unsupported: lacking(await allBut('listProviders', 'getProvider')),
      existing: { provider: ['corp'] },
    });
    await runConformance(['--target-file', file], { PVWA_TOKEN: server.token });
    expect(server.saved()).toEqual(before);
    const written = server.mock.requests.filter(({ operation }) => operation === 'updateProvider');
    expect(written).toEqual([]);
  },
  limit,
);

test(
  'no delete is due where nothing can be made, and what exists is not deleted',
  async () => {
    await using server = await startPart((method) => method !== 'POST');
    const file = await fileWith({
      api: 'pvwa',
      url: server.url,
      level: 'allow-writes',
      originalSecret: false,
      unsupported: lacking(
        await allBut('listProviders', 'getProvider', 'updateProvider', 'deleteProvider'),
      ),
      existing: { provider: ['corp'] },
    });
    const environment = { PVWA_TOKEN: server.token };
    const only = ['--only', 'deleteProvider', '--only', 'updateProvider'];
    const { report } = await runConformance(['--target-file', file, ...only], environment);
    const reasons = (await report()).targets.flatMap((target) => target.reasons);
    expect(reasons.filter(({ code }) => code === 'notReached')).toEqual([]);
    const deleted = server.mock.requests.filter(
      ({ operation, reply }) => operation === 'deleteProvider' && reply.status < 300,
    );
    expect(deleted).toEqual([]);
  },
  limit,
);

test(
  'nothing is made where nothing could delete it, unless that is said',
  async () => {
    await using server = await startPart((method) => method !== 'DELETE');
    const file = await fileWith({
      api: 'pvwa',
      url: server.url,
      level: 'allow-writes',
      unsupported: lacking(['deleteProvider', 'deleteAuthenticationMethod']),
    });
    const environment = { PVWA_TOKEN: server.token };
    const refused = await runConformance(['--target-file', file], environment);
    expect(refused.out).toContain('no operation deletes a provider, so what this run makes stays');
    expect(refused.code).toBe(2);
    const made = server.mock.requests.filter(({ operation }) => operation === 'addProvider');
    expect(made).toEqual([]);
    const said = await runConformance(
      ['--target-file', file, '--leave-changed', '--only', 'addProvider.201.status'],
      environment,
    );
    expect(said.err).toContain('they stay, since nothing deletes them');
  },
  limit,
);

test(
  'a session that was opened elsewhere and has ended accuses nobody',
  async () => {
    await using server = await startPart(() => true);
    const args = ['pvwa', '--target', server.url];
    const ended = await runConformance(args, { PVWA_TOKEN: 'ended' });
    expect(ended.code).toBe(6);
    const { targets } = await ended.report();
    expect(targets.flatMap(({ checks }) => checks)).toEqual([]);
    const other = { PVWA_TOKEN: server.token, PVWA_AUDITOR_TOKEN: 'ended' };
    expect((await runConformance(args, other)).code).toBe(6);
    const both = { ...other, PVWA_AUDITOR_TOKEN: server.auditorToken };
    const { report } = await runConformance(args, both);
    expect((await report()).targets.flatMap(({ reasons }) => reasons)).not.toContainEqual(
      expect.objectContaining({ code: 'notSignedIn' }),
    );
  },
  limit,
);
