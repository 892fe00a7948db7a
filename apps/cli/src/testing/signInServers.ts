import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  makeCertificates,
  type ProviderOptions,
  signingKey,
  startProvider,
} from '@oidc-admin/doctor/testing/start-provider';
import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { startTunnel } from './startTunnel.ts';

type JsonWebKey = ReturnType<typeof signingKey>;
type ClientMetadata = NonNullable<NonNullable<ProviderOptions['configuration']>['clients']>[number];

/** The secret of clients at the provider. */
export const rightSecret = 'Zeichen-und-Zahlen-4711-und-noch-mehr';

/** The secret of one client, and the id of that of the others. */
export const idAsSecret = '2f1c7f0e-1a2b-4c3d-8e9f-00112233aabb';

function publicKeyOf({ kty, n, e }: JsonWebKey): JsonWebKey {
  return { kty, n, e };
}

/** A port that was free a moment ago: the provider has to know the redirect URI before the sign-in begins. */
async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Where the users of a PVWA come back to; the letter case of the id counts. */
function redirectUriOf(pvwaUrl: string, id: string): string {
  return `${pvwaUrl}/api/auth/oidc/${id}/token`;
}

/** The clients that the provider knows: `vault` is right, each of the others has one thing that is not. */
function clientsOf(pvwaUrl: string, callback: string, encryptionKey: JsonWebKey): ClientMetadata[] {
  const ofWickr = 'https://messaging-pro-prod.wickr.com/deeplink/oidc.php';
  const clientNamed = (client_id: string, more: Partial<ClientMetadata>): ClientMetadata => ({
    client_id,
    client_secret: rightSecret,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [callback, redirectUriOf(pvwaUrl, 'corp'), ofWickr],
    ...more,
  });
  return [
    clientNamed('vault', {}),
    clientNamed('other-case', { redirect_uris: [callback, redirectUriOf(pvwaUrl, 'Corp')] }),
    clientNamed('id-as-secret', { client_secret: idAsSecret }),
    clientNamed('few-scopes', { scope: 'openid offline_access' }),
    clientNamed('symmetric', { id_token_signed_response_alg: 'HS256' }),
    clientNamed('no-refresh', { grant_types: ['authorization_code'] }),
    clientNamed('encrypted', {
      id_token_encrypted_response_alg: 'RSA-OAEP-256',
      id_token_encrypted_response_enc: 'A256GCM',
      jwks: { keys: [encryptionKey] },
    }),
  ];
}

/**
 * A certified provider over https, a PVWA over https and one over http, and a Wickr that tries providers out itself: all on this
 * computer, and the provider knows the redirect URIs of the first PVWA and of Wickr. They end with the stack.
 */
export async function startSignInServers(stack: AsyncDisposableStack) {
  const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
  stack.defer(() => rmSync(folder, { recursive: true }));
  const certificates = await makeCertificates(['127.0.0.1', 'idp.invalid']);
  const { cert, key } = certificates;
  const [pvwa, plainPvwa] = [createPvwaMock(), createPvwaMock()];
  const wickr = createWickrMock({ reach: true });
  const running = {
    pvwa: await pvwa.start({ tls: { cert, key } }),
    plainPvwa: await plainPvwa.start(),
    wickr: await wickr.start(),
  };
  for (const one of Object.values(running)) stack.defer(() => one.stop());
  const signInPort = await freePort();
  const ownKey = signingKey('first');
  const provider = await startProvider({
    certificates,
    configuration: {
      jwks: { keys: [ownKey] },
      conformIdTokenClaims: false,
      enabledJWA: { idTokenSigningAlgValues: ['RS256', 'HS256'] },
      features: { encryption: { enabled: true } },
      findAccount: (_context, accountId) => ({
        accountId,
        claims: () => ({ sub: accountId, preferred_username: `${accountId}@corp.example` }),
      }),
      clients: clientsOf(running.pvwa.url, `http://127.0.0.1:${signInPort}/callback`, {
        ...publicKeyOf(ownKey),
        use: 'enc',
        kid: 'enc',
      }),
    },
  });
  stack.use(provider);
  // Providers with a certification authority that nobody here trusts.
  const strange = await makeCertificates();
  const [whole, withGap] = [
    stack.use(await startProvider({ certificates: strange, sendsRoot: true })),
    stack.use(await startProvider({ certificates: strange })),
  ];
  const wellKnown = '/.well-known/openid-configuration';
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  return {
    provider,
    folder,
    signInPort: String(signInPort),
    write,
    document: provider.issuer + wellKnown,
    strangers: { whole: whole.issuer + wellKnown, withGap: withGap.issuer + wellKnown },
    tunnel: await startTunnel(Number(new URL(provider.issuer).port), stack),
    authority: certificates.authority,
    authorityFile: write('root.pem', certificates.authority),
    publicKey: { ...publicKeyOf(ownKey), kid: 'first', use: 'sig' },
    redirectUri: redirectUriOf(running.pvwa.url, 'corp'),
    environments: {
      pvwa: { ...pvwa.demo.environment, PVWA_URL: running.pvwa.url },
      plainPvwa: { ...plainPvwa.demo.environment, PVWA_URL: running.plainPvwa.url },
      wickr: { ...wickr.demo.environment, WICKR_ENDPOINT: running.wickr.url },
    },
    network: wickr.demo.environment['WICKR_NETWORK_ID'] ?? '',
    companyId: `${wickr.demo.environment['AWS_REGION'] ?? ''}-corp`,
  };
}

/** What {@link startSignInServers} has started. */
export type SignInServers = Awaited<ReturnType<typeof startSignInServers>>;
