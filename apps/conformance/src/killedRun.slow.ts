import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newMock, type EmbeddedMock } from './apiEntry.ts';
import { runConformance, startConformance } from './testing/conformanceCommand.ts';

const limit = 120_000;

const before = {
  resources: {
    provider: {
      '': {
        keep: {
          id: 'keep',
          authenticationFlow: 'Code',
          discoveryEndpointUrl: 'https://login.example.com/.well-known/openid-configuration',
          clientId: 'mine',
          clientSecretMethod: 'Basic',
          userNameClaim: 'sub',
        },
      },
    },
    oidcConfig: {
      '12345678': {
        '': {
          companyId: 'us-east-1-mine',
          issuer: 'https://login.example.com',
          scopes: 'openid',
          secret: 'original',
        },
      },
    },
  },
};

function seedOf(api: string): { resources: NonNullable<Resources> } {
  return {
    resources:
      api === 'pvwa'
        ? { provider: before.resources.provider }
        : { oidcConfig: before.resources.oidcConfig },
  };
}

/** One operation that is soon checked: the clean-up is what counts. */
const readOf: Readonly<Record<string, string>> = { pvwa: 'listProviders', wickr: 'getOidcInfo' };

/** Runs against a mock until it has answered so often, then sends the signal; answers what is left after a clean-up. */
async function killAfter(
  api: string,
  responses: number,
  signal: NodeJS.Signals | 'closed outputs',
  counts: (status: number) => boolean = () => true,
) {
  let counted = 0;
  let kill: (() => void) | undefined;
  const mock = await newMock(api, {
    onExchange: ({ reply }) => {
      if (counts(reply.status)) counted += 1;
      if (counted === responses) kill?.();
    },
  });
  mock.state.seed(seedOf(api));
  const running = await mock.start();
  const { url } = running;
  const environment = {
    ...mock.demo.environment,
    WICKR_ORIGINAL_SECRET: 'original',
    XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'conformance-state-')),
  };
  const run = await startConformance(['--target', `${api}=${url}`, '--allow-writes'], environment);
  kill = () => {
    kill = undefined;
    if (signal === 'closed outputs') run.hangUp();
    else run.kill(signal);
  };
  const killed = await run.ended;
  const left = mock.state.read().resources;
  kill = undefined;
  const cleaned =
    signal === 'SIGKILL'
      ? await runConformance(
          ['--target', `${api}=${url}`, '--clean-up', '--only', readOf[api] ?? ''],
          environment,
        )
      : undefined;
  const after = mock.state.read().resources;
  await running.stop();
  return { killed, left, cleaned, after };
}

type Resources = ReturnType<EmbeddedMock['state']['read']>['resources'];

/** The ids of all providers, and of the configuration what can be sent. */
function own(resources: Resources) {
  const { companyId, issuer, scopes, secret, ...rest } =
    resources?.['oidcConfig']?.['12345678']?.[''] ?? {};
  const names = ['customUsername', 'extraAuthParams', 'ssoTokenBufferMinutes', 'userId'];
  const added = Object.keys(rest).filter((name) => names.includes(name));
  const providers = Object.keys(resources?.['provider']?.[''] ?? {});
  return { providers, configuration: { companyId, issuer, scopes, secret }, added };
}

describe.concurrent.each([
  ['pvwa', 8],
  ['pvwa', 120],
  ['wickr', 5],
  ['wickr', 40],
])('a run of %s that ends at its request number %i', { timeout: limit }, (api, requests) => {
  test('by SIGKILL leaves nothing behind after the clean-up', async () => {
    const { killed, cleaned, after } = await killAfter(api, requests, 'SIGKILL');
    expect(killed.code).toBeNull();
    expect(cleaned?.code).toBe(0);
    const record = join(killed.directory, 'record.ndjson');
    const again = await runConformance(['--report', record]);
    expect(again.code).toBe(2);
    expect(again.out).toContain('incomplete: the record ends before the run did');
    expect(own(after)).toEqual(own(seedOf(api).resources));
  });

  test('by Ctrl-C puts everything back by itself, and says that it is incomplete', async () => {
    const { killed, after } = await killAfter(api, requests, 'SIGINT');
    expect(killed.code).toBe(2);
    expect(killed.out).toContain('incomplete: stopped before its end');
    expect(own(after)).toEqual(own(seedOf(api).resources));
  });
});

test.concurrent.each([['wickr', 20]])(
  'a run of %s whose outputs are closed puts everything back and ends',
  { timeout: limit },
  async (api, requests) => {
    const { killed, after } = await killAfter(api, requests, 'closed outputs');
    expect(['conformant', 'incomplete']).toContain((await killed.report()).verdict);
    expect([0, 2]).toContain(killed.code);
    expect(own(after)).toEqual(own(seedOf(api).resources));
  },
);

test('what a killed run leaves is listed by the next one', { timeout: limit }, async () => {
  const { left, cleaned } = await killAfter('pvwa', 3, 'SIGKILL', (status) => status === 201);
  const strays = own(left).providers.filter((id) => id !== 'keep');
  expect(strays.length).toBeGreaterThan(0);
  for (const id of strays) expect(cleaned?.err).toContain(`provider ${id}`);
});
