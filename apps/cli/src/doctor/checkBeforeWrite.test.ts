import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, startProvider } from '@oidc-admin/doctor/testing/start-provider';
import { expect, onTestFinished, test } from 'vitest';
import { inProcess } from '../testing/inProcess.ts';
import { listening } from '../testing/listening.ts';
import { oneTarget, planFolder } from '../testing/planFile.ts';
import { startGateway } from '../testing/startGateway.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

const key = { kty: 'RSA', kid: 'a', n: 'sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri', e: 'AQAB' };

/** Answers as a provider on the host that was asked for. */
function answerAsProvider(outgoing: ServerResponse): void {
  const { url = '', headers } = outgoing.req;
  const issuer = `http://${headers.host}`;
  const { pathname } = new URL(url, issuer);
  if (!/^\/(?:keys|\.well-known\/openid-configuration)$/.test(pathname)) outgoing.statusCode = 404;
  const document = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    claims_supported: ['sub', 'preferred_username'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
  outgoing.end(JSON.stringify(pathname === '/keys' ? { keys: [key] } : document));
}

/** A provider on this computer; answers its issuer. */
function startIssuer(): Promise<string> {
  return listening(createServer((_incoming, outgoing) => answerAsProvider(outgoing)));
}

function checking(environment: Readonly<Record<string, string>>) {
  return { environment: { ...environment, OIDC_ADMIN_SKIP_DOCTOR: '' } };
}

function adding(address: string): string[] {
  return `pvwa add-provider --id corp --discovery-endpoint-url ${address} --client-id vault --client-secret-method Post --no-client-secret`.split(
    ' ',
  );
}

test('a provider that will sign nobody in is not written, but with --skip-doctor', async () => {
  const issuer = await startIssuer();
  const { mock, environment } = await startPvwa();
  const refused = await inProcess(adding(issuer), checking(environment));
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^error {4}This is an issuer, and the field wants the URL/m);
  expect(refused.stderr).toMatch(
    /^error: a sign-in with these values will fail \(issuerInsteadOfDocument\); nothing was written/m,
  );
  const called = () => mock.requests.map(({ operation }) => operation);
  expect(called()).not.toContain('addProvider');
  const written = await inProcess([...adding(issuer), '--skip-doctor'], checking(environment));
  expect(written.code).toBe(0);
  expect(called()).toContain('addProvider');
});

test('apply leaves a sign-in alone that will fail, says why, and writes the others', async () => {
  const issuer = await startIssuer();
  const { mock, environment } = await startPvwa();
  const { write } = planFolder();
  const right = `${issuer}/.well-known/openid-configuration`;
  const provider = Object.entries({ right, wrong: issuer }).map(([id, discoveryEndpointUrl]) => ({
    id,
    discoveryEndpointUrl,
    clientId: 'vault',
    clientSecretMethod: 'Post',
  }));
  const file = write(oneTarget('pvwa', { provider }));
  const half = await inProcess(['apply', file, '--yes'], checking(environment));
  expect(half.code).toBe(8);
  expect(half.stderr).toMatch(/^error {4}This is an issuer, and the field wants the URL/m);
  expect(half.stdout).toMatch(/^! one: provider wrong: .* will fail \(issuerInsteadOfDocument\)/m);
  const added = (): unknown[] =>
    mock.requests.filter(({ operation }) => operation === 'addProvider');
  expect(added()).toHaveLength(1);
  const rest = await inProcess(['apply', file, '--yes', '--skip-doctor'], checking(environment));
  expect(rest.code).toBe(0);
  expect(added()).toHaveLength(2);
});

test('a provider that is right is written, and warnings are said', async () => {
  const issuer = await startIssuer();
  const { environment } = await startPvwa();
  const address = `${issuer}/.well-known/openid-configuration`;
  const added = await inProcess(adding(address), checking(environment));
  expect(added.code).toBe(0);
  // A PVWA on this computer may well reach a provider on it.
  expect(added.stderr).not.toContain('privateAddress');
  expect(added.stderr).toMatch(/^warning .*\[redirectPlain\]$/m);
  expect(added.stderr).toMatch(
    /^Register this redirect URI .*:\nhttp:\/\/127\.0\.0\.1:\d+\/PasswordVault\/api\/auth\/oidc\/corp\/token$/m,
  );
});

test('what may be wrong with this computer alone is only said', async () => {
  const { environment } = await startPvwa();
  const address = 'https://127.0.0.1:1/.well-known/openid-configuration';
  const added = await inProcess(adding(address), checking(environment));
  expect(added.code).toBe(0);
  expect(added.stderr).toMatch(/^warning .*\[documentUnreachable\]$/m);
});

test('a change is looked at together with what stays as it is', async () => {
  const issuer = await startIssuer();
  const { environment } = await startPvwa();
  const address = `${issuer}/.well-known/openid-configuration`;
  expect((await inProcess(adding(address), { environment })).code).toBe(0);
  const change = 'pvwa modify-provider --id corp --no-client-secret --user-name-claim';
  const changed = await inProcess([...change.split(' '), 'upn', '--quiet'], checking(environment));
  expect(changed.code).toBe(0);
  expect(changed.stderr).toMatch(/^warning .*\[claimNotAnnounced\]$/m);
});

test('a slash too many in a configuration of Wickr is refused', async () => {
  const issuer = await startIssuer();
  const { mock, environment } = await startWickr();
  const values: Readonly<Record<string, string | undefined>> = environment;
  const save = `wickr register-oidc-config --network-id ${values['WICKR_NETWORK_ID']} --issuer ${issuer}/ --company-id ${values['AWS_REGION']}-corp --scopes openid --no-secret --yes`;
  const { code, stderr } = await inProcess(save.split(' '), checking(environment));
  expect(code).toBe(2);
  expect(stderr).toContain('(issuerDiffers)');
  expect(mock.requests.map(({ operation }) => operation)).not.toContain('registerOidcConfig');
});

test('a provider that only the proxy reaches is asked through it', async () => {
  const { environment } = await startPvwa();
  const host = 'idp.invalid';
  const url = await startGateway('http://127.0.0.1', (_method, done, outgoing) => {
    if (done || outgoing.req.headers.host !== host) return false;
    answerAsProvider(outgoing);
    return true;
  });
  const args = adding(`http://${host}/.well-known/openid-configuration`);
  const added = await inProcess([...args, '--proxy', url], checking(environment));
  expect(added.code).toBe(0);
  expect(added.stderr).not.toContain('documentUnreachable');
  expect(added.stderr).toMatch(/^warning /m);
});

test('--ca-file is trusted before a write, too', async () => {
  const certificates = await makeCertificates();
  await using provider = await startProvider({ certificates });
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'root.pem');
  writeFileSync(file, certificates.authority);
  const { environment } = await startPvwa();
  const args = adding(`${provider.issuer}/.well-known/openid-configuration`);
  const added = await inProcess([...args, '--ca-file', file], checking(environment));
  expect(added.code).toBe(0);
  expect(added.stderr).toMatch(/\[redirectPlain\]/);
  expect(added.stderr).not.toMatch(/documentUnreachable|certificateUntrusted/);
});
