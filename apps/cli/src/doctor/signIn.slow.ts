import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseFetch } from '@oidc-admin/client';
import { signInAsPerson } from '@oidc-admin/doctor/testing/sign-in-as-person';
import { makeCertificates, startProvider } from '@oidc-admin/doctor/testing/start-provider';
import { afterAll, expect, test, vi } from 'vitest';
import { inProcess } from '../testing/inProcess.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

const program = join(import.meta.dirname, '../main.ts');
const secret = 'Zeichen-und-Zahlen-4711-und-noch-mehr';

const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
const certificates = await makeCertificates();
const certificateFile = join(folder, 'root.pem');
writeFileSync(certificateFile, certificates.authority);
const fetch = await chooseFetch({ ca: certificates.authority })();
const provider = await startProvider({
  certificates,
  configuration: {
    conformIdTokenClaims: false,
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, preferred_username: `${accountId}@corp.example` }),
    }),
    clients: [
      {
        client_id: 'vault',
        client_secret: secret,
        // A program of a person's own computer: any port will do (RFC 8252, section 7.3).
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/callback'],
      },
    ],
  },
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await provider[Symbol.asyncDispose]();
});

/** Runs the doctor in a process of its own, and signs in where it says. */
async function attended(args: string, environment: Readonly<Record<string, string>>) {
  const words = `doctor --sign-in --certificate-file ${certificateFile} ${args}`.split(' ');
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH: '/usr/bin:/bin', ...environment, OIDC_CLIENT_SECRET: secret },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 50_000);
  const texts = { out: '', err: '' };
  let page: Promise<string> | undefined;
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    texts.err += chunk.toString();
    const url = /^https:.*code_challenge=.*$/m.exec(texts.err)?.[0];
    if (url !== undefined) page ??= signInAsPerson(url, { fetch, login: 'anna' });
  });
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, ...texts, page: await page };
}

test('doctor --sign-in prints where to sign in, opens a browser when asked, and shows the claims', async () => {
  const opened = join(folder, 'opened');
  const browser = join(folder, 'xdg-open');
  writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > "${opened}"\nenv >> "${opened}"\n`);
  chmodSync(browser, 0o755);
  const { code, out, err, page } = await attended(
    `${provider.issuer} --client-id vault --client-secret-method basic --user-name-claim preferred_username --user-name anna --open`,
    { PATH: `${folder}:/usr/bin:/bin`, PVWA_PASSWORD: secret },
  );
  expect(err).toMatch(/redirect URI:\nhttp:\/\/127\.0\.0\.1:\d+\/callback\n/);
  expect(page).toMatch(/can be closed/);
  expect(out).toMatch(/^error {4}The user name in the token is not the name of the account/m);
  expect(out).toMatch(/^ {9}preferred_username {2}anna@corp\.example$/m);
  expect(code).toBe(7);
  // It runs on its own.
  const browserGot = await vi.waitFor(() => {
    const text = readFileSync(opened, 'utf8');
    expect(text).toMatch(/^PATH=/m);
    return text;
  }, 10_000);
  expect(browserGot).toMatch(/^https:.*code_challenge=/);
  expect(out + err + browserGot).not.toContain(secret);
});

/** The only problems there are: a mock is on this computer, and speaks plain HTTP. */
const ofTheTest = ['privateAddress', 'redirectPlain'];

function problemsIn(stdout: string): string[] {
  return [...stdout.matchAll(/^(?:error|warning) .*\[(\w+)\]$/gm)].map(([, code = '']) => code);
}

test('a provider that was added signs people in, with the values as PVWA has them', async () => {
  const { environment } = await startPvwa();
  const add = `pvwa add-provider --id Corp --discovery-endpoint-url ${provider.issuer}/.well-known/openid-configuration --client-id vault --client-secret-method Basic --user-name-claim preferred_username`;
  const added = await inProcess(add.split(' '), {
    environment: { ...environment, PVWA_CLIENT_SECRET: secret },
  });
  expect(added).toMatchObject({ code: 0 });
  const { out, page } = await attended(
    '--provider Corp --user-name anna@corp.example',
    environment,
  );
  expect(page).toMatch(/can be closed/);
  expect(out).toContain('The user name is anna@corp.example, from the claim preferred_username.');
  expect(problemsIn(out).filter((code) => !ofTheTest.includes(code))).toEqual([]);
});

test('a configuration that was saved signs people in, with the values as Wickr has them', async () => {
  const { environment } = await startWickr();
  const { WICKR_NETWORK_ID: network = '', AWS_REGION: region = '' } = environment as Readonly<
    Record<string, string>
  >;
  const save = `wickr register-oidc-config --network-id ${network} --issuer ${provider.issuer} --company-id ${region}-corp --user-id vault --custom-username preferred_username --yes --scopes`;
  const saved = await inProcess([...save.split(' '), 'openid profile offline_access'], {
    environment: { ...environment, WICKR_SECRET: secret },
  });
  expect(saved).toMatchObject({ code: 0 });
  // The service makes a client id of its own; that of the provider was saved as userId.
  const { out, page } = await attended(
    `--network ${network} --client-id vault --user-name anna@corp.example`,
    environment,
  );
  expect(page).toMatch(/can be closed/);
  expect(out).toContain('The user name is anna@corp.example, from the claim preferred_username.');
  expect(problemsIn(out).filter((code) => !ofTheTest.includes(code))).toEqual([
    'refreshTokenMissing',
  ]);
});

test('what apply saved in both services signs people in, with the values that are read back', async () => {
  const [pvwa, wickr] = [await startPvwa(), await startWickr()];
  const { WICKR_NETWORK_ID: networkId = '', AWS_REGION: region = '' } =
    wickr.environment as Readonly<Record<string, string>>;
  const document = {
    discoveryEndpointUrl: `${provider.issuer}/.well-known/openid-configuration`,
    clientSecretMethod: 'Basic',
    userNameClaim: 'preferred_username',
  };
  const config = {
    userId: 'vault',
    customUsername: 'preferred_username',
    scopes: 'openid profile',
  };
  const targets = [
    {
      name: 'vault',
      api: 'pvwa',
      resources: {
        provider: [{ id: 'corp', clientId: 'vault', clientSecret: 'env:SHARED', ...document }],
      },
    },
    {
      name: 'network',
      api: 'wickr',
      resources: {
        oidcConfig: [
          {
            networkId,
            issuer: provider.issuer,
            companyId: `${region}-corp`,
            secret: 'env:SHARED',
            ...config,
          },
        ],
      },
    },
  ];
  const file = join(folder, 'sso.json');
  writeFileSync(file, JSON.stringify({ targets }));
  const environment = { ...wickr.environment, ...pvwa.environment };
  const applied = await inProcess(['apply', file, '--yes'], {
    environment: { ...environment, SHARED: secret, XDG_STATE_HOME: folder },
  });
  expect([applied.code, applied.stderr]).toEqual([0, applied.stderr]);
  for (const saved of ['--provider corp', `--network ${networkId} --client-id vault`]) {
    const { out, page } = await attended(`${saved} --user-name anna@corp.example`, environment);
    expect(page).toMatch(/can be closed/);
    expect(out).toContain('The user name is anna@corp.example, from the claim preferred_username.');
  }
});
