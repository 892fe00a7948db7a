import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { inProcess } from '../testing/inProcess.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

const key = { kty: 'RSA', kid: 'a', n: 'sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri', e: 'AQAB' };

/** A provider on this computer; answers its issuer. */
async function startIssuer(): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    if (!/^\/(?:keys|\.well-known\/openid-configuration)$/.test(url)) response.statusCode = 404;
    const document = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      claims_supported: ['sub', 'preferred_username'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
    response.end(JSON.stringify(url === '/keys' ? { keys: [key] } : document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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

test('a provider that is right is written, and warnings are said', async () => {
  const issuer = await startIssuer();
  const { environment } = await startPvwa();
  const address = `${issuer}/.well-known/openid-configuration`;
  const added = await inProcess(adding(address), checking(environment));
  expect(added.code).toBe(0);
  expect(added.stderr).toMatch(/^warning .*\[privateAddress\]$/m);
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
