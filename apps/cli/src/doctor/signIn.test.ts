import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseFetch } from '@oidc-admin/client';
import { signInAsPerson } from '@oidc-admin/doctor/testing/sign-in-as-person';
import { makeCertificates, startProvider } from '@oidc-admin/doctor/testing/start-provider';
import { expect, onTestFinished, test, vi } from 'vitest';
import { inProcess } from '../testing/inProcess.ts';

const program = join(import.meta.dirname, '../main.ts');
const secret = 'Zeichen-und-Zahlen-4711-und-noch-mehr';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  return address.port;
}

test(
  'doctor --sign-in prints where to sign in, opens a browser when asked, and shows the claims',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const port = await freePort();
    const redirectUri = `http://127.0.0.1:${port}/callback`;
    const certificates = await makeCertificates();
    const provider = await startProvider({
      certificates,
      configuration: {
        conformIdTokenClaims: false,
        findAccount: (_context, accountId) => ({
          accountId,
          claims: () => ({ sub: accountId, preferred_username: `${accountId}@corp.example` }),
        }),
        clients: [{ client_id: 'vault', client_secret: secret, redirect_uris: [redirectUri] }],
      },
    });
    onTestFinished(() => provider[Symbol.asyncDispose]());
    const certificateFile = join(folder, 'root.pem');
    writeFileSync(certificateFile, certificates.authority);
    const opened = join(folder, 'opened');
    const browser = join(folder, 'xdg-open');
    writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > "${opened}"\nenv >> "${opened}"\n`);
    chmodSync(browser, 0o755);
    const args =
      `doctor ${provider.issuer} --client-id vault --client-secret-method basic --user-name-claim preferred_username --user-name anna --open --certificate-file ${certificateFile} --sign-in --sign-in-port ${port}`.split(
        ' ',
      );
    const child = spawn(process.execPath, [program, ...args], {
      env: { PATH: `${folder}:/usr/bin:/bin`, OIDC_CLIENT_SECRET: secret, PVWA_PASSWORD: secret },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const texts = { out: '', err: '' };
    const fetch = await chooseFetch({ ca: certificates.authority })();
    let page: Promise<string> | undefined;
    child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      texts.err += chunk.toString();
      const url = /^https:.*code_challenge=.*$/m.exec(texts.err)?.[0];
      if (url !== undefined) page ??= signInAsPerson(url, { fetch, login: 'anna' });
    });
    const [code] = (await once(child, 'close')) as [number];
    expect(texts.err).toContain(`redirect URI:\n${redirectUri}\n`);
    expect(await page).toMatch(/can be closed/);
    expect(texts.out).toMatch(
      /^error {4}The user name in the token is not the name of the account/m,
    );
    expect(texts.out).toMatch(/^ {9}preferred_username {2}anna@corp\.example$/m);
    expect(code).toBe(7);
    // It runs on its own.
    const browserGot = await vi.waitFor(() => readFileSync(opened, 'utf8'), 10_000);
    expect(browserGot).toMatch(/^https:.*code_challenge=/);
    expect(texts.out + texts.err + browserGot).not.toContain(secret);
  },
);

test.each([
  [['--user-name', 'anna'], /need --sign-in/],
  [['--sign-in', '--sign-in-port', '0'], /^error: --sign-in-port: must be a whole number/],
])('doctor %j says what to give', async (args, message) => {
  const { code, stdout, stderr } = await inProcess(['doctor', 'https://idp.invalid', ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
