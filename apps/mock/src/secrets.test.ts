import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createPvwaClient } from '@oidc-admin/pvwa-client';
import { createWickrClient } from '@oidc-admin/wickr-client';
import { expect, onTestFinished, test, vi } from 'vitest';

/** Everything that callers send and a mock must not tell, with what has another form in a URL and in Base64. */
const secrets = {
  clientSecret: 'Client-secret/of+this test',
  code: 'Authorization-code?of&this=test',
  codeVerifier: 'Verifier-of-this-test-Verifier',
  guess: 'Not-the-password-of-anybody',
};

/** A secret as it is, in a URL, in hexadecimal, and in Base64 behind up to two other bytes; in lower case. */
function formsOf(secret: string): readonly string[] {
  const inBase64 = [0, 1, 2].map((before) =>
    Buffer.from('\0'.repeat(before) + secret)
      .toString('base64')
      .slice(before === 0 ? 0 : 4, -4),
  );
  const hex = Buffer.from(secret).toString('hex');
  return [secret, encodeURIComponent(secret), hex, ...inBase64].map((form) => form.toLowerCase());
}

async function startMock(api: string) {
  const program = [join(import.meta.dirname, 'main.ts'), api, '--port', '0'];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = once(child, 'close');
  await vi.waitUntil(() => said.out.includes('export '), { timeout: 20_000 });
  const stop = async (): Promise<string> => {
    child.kill('SIGTERM');
    await ended;
    return said.err;
  };
  return { url: /http:\S+/.exec(said.out)?.[0] ?? '', said, stop };
}

/** The value of a variable of the demo. */
function shown(out: string, name: string): string {
  return new RegExp(`export ${name}='(.*)'`).exec(out)?.[1] ?? '';
}

function expectNoneIn(text: string, sent: readonly string[]): void {
  const lower = text.toLowerCase();
  const found = sent.filter((one) => formsOf(one).some((form) => lower.includes(form)));
  expect(found).toEqual([]);
}

test('of what signs in to PVWA or is saved there, no line tells anything in any form', async () => {
  const { url, said, stop } = await startMock('pvwa');
  const { clientSecret, guess } = secrets;
  const password = shown(said.out, 'PVWA_PASSWORD');
  const pvwa = createPvwaClient({ url, username: shown(said.out, 'PVWA_USERNAME'), password });
  const token = await pvwa.logon({ type: 'CyberArk', username: 'admin', password });
  await pvwa.addProvider({
    id: 'corp',
    clientId: 'a',
    clientSecret,
    clientSecretMethod: 'Basic',
    discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  });
  const wrong = pvwa.logon({ type: 'CyberArk', username: 'admin', password: guess });
  await expect(wrong).rejects.toMatchObject({ status: 401 });
  const asked = new URLSearchParams({ clientSecret }).toString();
  for (const path of ['/api/Configuration/OIDC/Providers', '/nothing'])
    await fetch(`${url}${path}?${asked}`, { headers: { authorization: token } });
  await pvwa.close();
  const err = await stop();
  expect(err).toContain('POST /PasswordVault/api/Configuration/OIDC/Providers 201\n');
  expectNoneIn(err, [password, guess, token, clientSecret]);
});

test('nor does one of what signs for Wickr, or is asked and saved there', async () => {
  const { url, said, stop } = await startMock('wickr');
  const { clientSecret, code, codeVerifier } = secrets;
  const secretAccessKey = shown(said.out, 'AWS_SECRET_ACCESS_KEY');
  const signatures: string[] = [];
  const wickr = createWickrClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: shown(said.out, 'AWS_ACCESS_KEY_ID'), secretAccessKey },
    fetch: (to, init) => {
      const signed = new Headers(init?.headers).get('authorization') ?? '';
      signatures.push(/Signature=(\w+)/.exec(signed)?.[1] ?? '');
      return fetch(to, init);
    },
  });
  const networkId = '12345678';
  const saved = { companyId: 'us-east-1-a', issuer: 'https://idp.example.com', scopes: 'openid' };
  await wickr.registerOidcConfig({ networkId, ...saved, secret: clientSecret });
  await wickr.getOidcInfo({ networkId, code, codeVerifier, clientSecret, grantType: 'a' });
  const err = await stop();
  expect(err).toMatch(/GET \/networks\/12345678\/oidc\?\S+ 200\n/);
  expect(signatures).toEqual([
    expect.stringMatching(/^\w{64}$/),
    expect.stringMatching(/^\w{64}$/),
  ]);
  expectNoneIn(err, [secretAccessKey, clientSecret, code, codeVerifier, ...signatures]);
});
