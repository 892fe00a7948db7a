import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseFetch } from '@oidc-admin/client';
import { signInAsPerson } from '@oidc-admin/doctor/testing/sign-in-as-person';
import { makeCertificates, startProvider } from '@oidc-admin/doctor/testing/start-provider';
import { afterAll, expect, test, vi } from 'vitest';
import { attendedDoctor } from '../testing/attendedDoctor.ts';
import { inProcess } from '../testing/inProcess.ts';

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

function signIn(url: string): Promise<string> {
  return signInAsPerson(url, { fetch, login: 'anna' });
}

test('the name of the account is asked for at a terminal, and compared', async () => {
  const args = `doctor --sign-in ${provider.issuer} --client-id vault --client-secret-method basic --user-name-claim preferred_username --certificate-file ${certificateFile}`;
  let page: Promise<string> | undefined;
  const { code, stdout } = await inProcess(args.split(' '), {
    environment: { OIDC_CLIENT_SECRET: secret },
    answers: [['(Enter compares nothing):', 'anna']],
    onStderr: (text) => {
      const url = /^https:.*code_challenge=.*$/m.exec(text)?.[0];
      if (url !== undefined) page ??= signIn(url);
    },
  });
  expect(await page).toMatch(/can be closed/);
  expect(stdout).toMatch(/\[userNameDiffers\]\n.*\n +given +anna\n/);
  expect(code).toBe(7);
});

test('doctor --sign-in prints where to sign in, opens a browser when asked, and shows the claims', async () => {
  const opened = join(folder, 'opened');
  const browser = join(folder, 'xdg-open');
  writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > "${opened}"\nenv >> "${opened}"\n`);
  chmodSync(browser, 0o755);
  const args = `${provider.issuer} --client-id vault --client-secret-method basic --user-name-claim preferred_username --user-name anna --open --certificate-file ${certificateFile}`;
  const { code, out, err, page } = await attendedDoctor(
    args.split(' '),
    { PATH: `${folder}:/usr/bin:/bin`, PVWA_PASSWORD: secret, OIDC_CLIENT_SECRET: secret },
    signIn,
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
