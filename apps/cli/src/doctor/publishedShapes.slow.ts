import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  documentAddress,
  type PublishedShape,
  publishedShapes,
} from '@oidc-admin/doctor/testing/published-shapes';
import { makeCertificates } from '@oidc-admin/doctor/testing/start-provider';
import { afterAll, expect, test } from 'vitest';
import { inProcess } from '../testing/inProcess.ts';
import { startTunnel } from '../testing/startTunnel.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const pages = new Map<string, unknown>(
  Object.values(publishedShapes).flatMap((shape) => [
    [documentAddress(shape), shape.document],
    [String(shape.document['jwks_uri']), { keys: shape.keys }],
  ]),
);
const hosts = [...pages.keys()].map((url) => new URL(url).hostname);
const { authority, cert, key } = await makeCertificates([...new Set(hosts)]);
const server = createServer({ cert, key }, ({ url, headers: { host } }, response) => {
  const page = pages.get(`https://${host}${url}`);
  response.statusCode = page === undefined ? 404 : 200;
  response.end(JSON.stringify(page ?? {}));
});
await once(server.listen(0, '127.0.0.1'), 'listening');
stack.defer(() => void server.close());
const tunnel = await startTunnel((server.address() as AddressInfo).port, stack);

const folder = mkdtempSync(join(tmpdir(), 'shapes-'));
stack.defer(() => rmSync(folder, { recursive: true }));
const authorityFile = join(folder, 'root.pem');
writeFileSync(authorityFile, authority);

/** The doctor's options for the values that are right for a provider. */
function optionsOf({ values }: PublishedShape): string[] {
  const options = {
    '--client-id': values.clientId ?? 'vault',
    '--scopes': values.scopes,
    '--user-name-claim': values.userNameClaim,
    '--client-secret-method': values.clientSecretMethod,
    '--redirect-uri': 'https://vault.example/PasswordVault/api/auth/oidc/corp/token',
  };
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [name, value],
  );
}

const forms = Object.entries(publishedShapes).flatMap(([name, shape]) => [
  [name, 'document', 'pvwa', documentAddress(shape), shape] as const,
  // Where the document is somewhere else, no issuer leads to it.
  ...(shape.at === undefined
    ? [[name, 'issuer', 'wickr', shape.document.issuer, shape] as const]
    : []),
]);

test.each(forms)(
  'what %s publishes gives no finding to the command, by its %s for %s',
  async (name, _form, api, address, shape) => {
    const jwkSet = join(folder, `${name}.json`);
    writeFileSync(jwkSet, JSON.stringify({ keys: shape.keys }));
    const args = ['doctor', address, '--for', api, '--jwk-set-file', jwkSet];
    const { code, stdout } = await inProcess(
      [...args, ...optionsOf(shape), '--proxy', tunnel, '--ca-file', authorityFile],
      { environment: { OIDC_CLIENT_SECRET: 'aB~1.c_d-E2' } },
    );
    expect(stdout).toMatch(/^ok {7}\d+ of \d+ published keys verify ID tokens\.$/m);
    expect(stdout).toMatch(/^0 errors, 0 warnings, /m);
    expect(code).toBe(0);
  },
);

test('an issuer with a slash too many or too few fails by its exit code', async () => {
  for (const { document, at } of Object.values(publishedShapes)) {
    if (at !== undefined) continue;
    const { issuer } = document;
    const other = issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`;
    const args = ['doctor', other, '--for', 'wickr', '--proxy', tunnel];
    const { code, stdout } = await inProcess([...args, '--ca-file', authorityFile]);
    expect([code, stdout]).toEqual([7, expect.stringMatching(/^1 error, 0 warnings, /m)]);
  }
});
