import { chooseFetch } from '@oidc-admin/client';
import { type CauseWay, causes } from '@oidc-admin/doctor';
import { signInAsPerson } from '@oidc-admin/doctor/testing/sign-in-as-person';
import { afterAll, afterEach, expect, test } from 'vitest';
import { inProcess } from '../testing/inProcess.ts';
import { misconfigurations, type SignInCase } from '../testing/misconfigurations.ts';
import { peculiarities } from '../testing/peculiarities.ts';
import { idAsSecret, rightSecret, startSignInServers } from '../testing/signInServers.ts';

const stack = new AsyncDisposableStack();
const servers = await startSignInServers(stack);
const { provider, authorityFile, network } = servers;
const fetch = await chooseFetch({ ca: servers.authority })();
afterAll(() => stack.disposeAsync());
afterEach(() => {
  provider.alter = undefined;
});

/** What is saved where nothing is wrong. */
const right = {
  pvwa: {
    discoveryEndpointUrl: servers.document,
    clientSecretMethod: 'Basic',
    userNameClaim: 'preferred_username',
  },
  wickr: {
    issuer: provider.issuer,
    companyId: servers.companyId,
    scopes: 'openid profile offline_access',
    extraAuthParams: 'prompt=consent',
    customUsername: 'preferred_username',
  },
};

/** Saves what is right, but for the change. */
async function save(
  at: SignInCase['at'],
  client = 'vault',
  change: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const body = at === 'wickr' ? right.wickr : right.pvwa;
  const input = JSON.stringify({
    ...body,
    ...change,
    [at === 'wickr' ? 'userId' : 'clientId']: client,
  });
  const command =
    at === 'wickr'
      ? `wickr register-oidc-config --network-id ${network} --no-secret --yes --input -`
      : `pvwa ${saved.has(at) ? 'update' : 'add'}-provider --id corp --no-client-secret --yes --input - --ca-file ${authorityFile}`;
  const environment = { ...servers.environments[at], XDG_STATE_HOME: servers.folder };
  const args = [...command.split(' '), '--skip-doctor'];
  expect(await inProcess(args, { environment, input })).toMatchObject({ code: 0 });
  saved.add(at);
}
const saved = new Set<string>();

interface Found {
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly causes?: readonly number[];
  }[];
}

/** What the command finds in what is saved. In a sign-in, somebody types at the pages of the provider. */
async function found({
  at,
  way,
  flags,
  environment,
  gives,
  client = 'vault',
}: Pick<SignInCase, 'at' | 'way' | 'flags' | 'environment' | 'gives' | 'client'>) {
  const target =
    at === 'wickr'
      ? // The service shows a client id of its own, and as userId the one that was saved.
        ['--network', network, '--client-id', client]
      : ['--provider', 'corp'];
  const trusting = [at === 'wickr' ? '--certificate-file' : '--ca-file', authorityFile];
  const more = flags?.(servers) ?? trusting;
  const signIn = way === 'signIn' ? ['--sign-in', '--sign-in-port', servers.signInPort] : [];
  let page: Promise<string> | undefined;
  const { code, stdout, stderr } = await inProcess(
    ['doctor', ...target, ...more, ...signIn, '--output', 'json'],
    {
      environment: {
        ...servers.environments[at],
        OIDC_CLIENT_SECRET: rightSecret,
        ...environment?.(servers),
      },
      signal: AbortSignal.timeout(40_000),
      onStderr: (text) => {
        const url = /^https:.*code_challenge=.*$/m.exec(text)?.[0];
        if (url !== undefined)
          page ??= signInAsPerson(url, { fetch, login: 'anna', ...(gives ? { gives } : {}) });
      },
    },
  );
  for (const secret of [rightSecret, idAsSecret]) expect(stdout + stderr).not.toContain(secret);
  await page;
  const { findings } = JSON.parse(stdout) as Found;
  return { code, problems: findings.filter(({ severity }) => severity !== 'ok') };
}

test.each(['pvwa', 'wickr'] as const)(
  'a sign-in that is right gives no finding, as %s keeps it',
  async (at) => {
    await save(at);
    for (const way of ['published', 'signIn'] as const)
      expect(await found({ at, way })).toEqual({ code: 0, problems: [] });
  },
);

test.each(Object.entries(peculiarities))('no finding for %s', async (_what, one) => {
  await save(one.at, one.client, one.saved?.(servers));
  provider.alter = one.alter?.(servers);
  expect(await found(one)).toEqual({ code: 0, problems: [] });
});

test.each(misconfigurations.map((one) => [`${one.cause} ${one.way} ${one.code}`, one] as const))(
  'cause %s: the command names it, and nothing else',
  async (_title, one) => {
    await save(one.at, one.client, one.saved?.(servers));
    provider.alter = one.alter?.(servers);
    const { code, problems } = await found(one);
    expect(problems.map((problem) => problem.code).toSorted()).toEqual(
      [one.code, ...(one.also ?? [])].toSorted(),
    );
    const named = problems.find((problem) => problem.code === one.code);
    expect(named?.causes).toContain(one.cause);
    expect(code).toBe(problems.some(({ severity }) => severity === 'error') ? 7 : 6);
  },
);

test('a redirect URI of the sign-in that the provider does not know is doubted before anybody signs in', async () => {
  await save('pvwa');
  const ended = new AbortController();
  const { code, stderr } = await inProcess(
    ['doctor', '--provider', 'corp', '--ca-file', authorityFile, '--sign-in'],
    {
      environment: { ...servers.environments.pvwa, OIDC_CLIENT_SECRET: rightSecret },
      signal: ended.signal,
      onStderr: (text) => {
        if (text.includes('code_challenge=')) ended.abort();
      },
    },
  );
  expect(stderr).toMatch(/\/callback\nIt does not seem to: it knows that of the service/);
  expect(code).not.toBe(0);
});

test('every finding that names a cause has been made, and every cause without one says why', () => {
  const wanted = causes.flatMap(({ codes }, index) =>
    (Object.keys(codes) as CauseWay[]).flatMap((way) =>
      (codes[way] ?? []).map((code) => `${index + 1} ${way} ${code}`),
    ),
  );
  const made = misconfigurations.map(({ cause, way, code }) => `${cause} ${way} ${code}`);
  expect(made.toSorted()).toEqual(wanted.toSorted());
  const silent = causes.filter(({ codes }) => Object.keys(codes).length === 0);
  expect(silent.filter(({ unnamed }) => unnamed === undefined)).toEqual([]);
});
