import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CheckReport } from '@oidc-admin/conformance';
import { describe, expect, test } from 'vitest';
import { newMock, type EmbeddedMock } from './apiEntry.ts';
import { runConformance } from './testing/conformanceCommand.ts';

const bash = promisify(execFile);

/** What a line printed, without what differs each time. */
function outcome(text: string): string {
  return text.replaceAll(/^(?:Date|date):.*$/gm, '');
}

function statuses(text: string): number[] {
  return [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));
}

type State = ReturnType<EmbeddedMock['state']['read']>;

/** A fault, and the clause that it breaks. */
const cases: Readonly<Record<string, readonly (readonly [fault: string, clause: string])[]>> = {
  pvwa: [
    ['limit-one-too-high:addProvider.description', 'pvwa.addProvider.description.maxLength'],
    ['number-for-text:addProvider.id', 'pvwa.addProvider.id.type'],
    [
      'pattern-with-newline:updateProvider.userNameClaim',
      'pvwa.updateProvider.userNameClaim.pattern',
    ],
    ['condition-not-checked:updateProvider', 'pvwa.updateProvider.issuer.conditional'],
    ['any-role-may-read', 'pvwa.listProviders.permission'],
    ['crash-on-body-type', 'pvwa.logon.bodyType'],
    ['crash-on-taken', 'pvwa.addProvider.taken'],
    ['merge-instead-of-replace:provider', 'pvwa.provider.replaced'],
    ['unicode-normalised:provider', 'pvwa.provider.characters'],
  ],
  wickr: [
    ['crash-on-malformed-json', 'wickr.registerOidcConfig.malformedJson'],
    ['issuer-gets-slash', 'wickr.oidcConfig.kept'],
    ['crash-on-existence', 'wickr.registerOidcConfigTest.path.networkId.existence'],
    ['number-for-text:registerOidcConfigTest.scopes', 'wickr.registerOidcConfigTest.scopes.type'],
  ],
};

/**
 * The longest one that is the same for each seed: a line that only reads, as a random one may, shows what an earlier check has
 * saved wrongly, with the fault or without.
 */
function lineFor(checks: readonly CheckReport[], clause: string): CheckReport | undefined {
  return checks
    .filter(
      ({ id, mismatches, reproduce = '' }) =>
        id.startsWith(clause) &&
        !id.endsWith('/random') &&
        mismatches.some((mismatch) => mismatch.clause === clause) &&
        reproduce.includes('curl '),
    )
    .toSorted((a, b) => b.exchanges.length - a.exchanges.length)[0];
}

describe.each(Object.entries(cases))('the lines of a report on %s', (api, faults) => {
  test(
    'show each failure again, and no longer when it is mended',
    { timeout: 120_000 },
    async () => {
      const mock = await newMock(api);
      await using running = await mock.start();
      const { PATH = '', HOME = '' } = process.env;
      const env = { PATH, HOME, ...mock.demo.environment };
      const say = async (line: string): Promise<string> =>
        outcome((await bash('bash', ['--norc', '-c', line], { env })).stdout);

      const secrets = Object.entries(mock.demo.environment).flatMap(([name, value]) =>
        /PASSWORD|SECRET/.test(name) ? [value] : [],
      );
      for (const [fault] of faults) mock.faults.on(fault);
      const { report } = await runConformance([api, '--target', running.url, '--disposable'], env);
      const checks = (await report()).targets[0]?.checks ?? [];
      for (const [fault, clause] of faults) {
        const check = lineFor(checks, clause);
        const { reproduce: line = '', replay = '', exchanges = [], mismatches = [] } = check ?? {};
        expect({ clause, line }).toMatchObject({
          line: expect.stringContaining('curl ') as string,
        });
        expect(secrets.filter((secret) => line.includes(secret))).toEqual([]);

        const sessions = (): number =>
          Object.values(mock.state.read().sessions ?? {}).filter(({ closed }) => !closed).length;
        const open = sessions();
        const broken = await say(line);
        expect(sessions()).toBe(open);
        const last = Math.max(...mismatches.map(({ exchange = -1 }) => exchange));
        expect(statuses(broken).at(-1), `${clause}: ${line}`).toBe(
          exchanges[last]?.response?.status,
        );
        const labels = broken.match(/^# step .*$/gm) ?? [];
        expect(labels).toHaveLength(statuses(broken).length);
        expect(labels.at(-1)).toContain(
          `# step ${last + 1} of ${exchanges.length}: WRONG ANSWER, `,
        );
        for (const text of labels)
          expect(text).toMatch(/: (?:WRONG ANSWER, .+|expected \d+, which the run got)$/);
        expect(replay.startsWith(`pnpm conformance ${api} `)).toBe(true);
        expect(replay.endsWith(` --replay ${check?.id}`)).toBe(true);
        mock.faults.off(fault);
        expect(await say(line)).not.toBe(broken);
        mock.faults.on(fault);
      }
    },
  );
});

describe.concurrent('a line', { timeout: 120_000 }, () => {
  /** The lines of a run at a mock that holds something, and has faults. */
  const linesAt = async (
    api: string,
    resources: NonNullable<State['resources']>,
    faults: readonly string[],
    flags: readonly string[],
    only: { readonly operation?: string } = {},
  ): Promise<string[]> => {
    const mock = await newMock(api);
    await using running = await mock.start();
    mock.state.seed({ resources });
    for (const fault of faults) mock.faults.on(fault, only);
    const { report } = await runConformance(
      [api, '--target', running.url, ...flags],
      mock.demo.environment,
    );
    return ((await report()).targets[0]?.checks ?? []).flatMap(({ reproduce }) => reproduce ?? []);
  };

  test('of a run that wrote nothing makes and deletes nothing', async () => {
    const lines = await linesAt(
      'pvwa',
      {
        provider: {
          '': {
            OidcAdminProd: {
              id: 'OidcAdminProd',
              authenticationFlow: 'Code',
              discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
              clientId: 'a',
              clientSecretMethod: 'Basic',
              userNameClaim: 'sub',
            },
          },
        },
      },
      ['content-type-missing'],
      [],
      { operation: 'getProvider' },
    );
    expect(lines.filter((line) => /curl .*OidcAdminProd/.test(line))).not.toEqual([]);
    expect(lines.filter((line) => /-X (?:DELETE|PUT)|clientId/.test(line))).toEqual([]);
  });

  test('saves no configuration of a network, which nothing would restore', async () => {
    const lines = await linesAt(
      'wickr',
      {},
      ['issuer-gets-slash'],
      ['--allow-writes', '--no-original-secret'],
    );
    expect(lines.filter((line) => / --replay /.test(line))).not.toEqual([]);
    expect(lines.filter((line) => /curl .*oidc\/save/.test(line))).toEqual([]);
  });
});
