import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, isIP, type Socket } from 'node:net';
import { type Configuration, type JWK, Provider } from 'oidc-provider';
import { generate } from 'selfsigned';
import { wellKnown } from '../address.ts';

/** A certification authority of the test, and the certificate of a server by it. */
export interface Certificates {
  readonly authority: string;
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for some hosts by an authority that nobody else trusts. */
export async function makeCertificates(
  hosts: readonly string[] = ['127.0.0.1'],
  notAfterDate?: Date,
): Promise<Certificates> {
  const authority = await generate([{ name: 'commonName', value: 'Root of the test' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const own = await generate([{ name: 'commonName', value: hosts[0] ?? '' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
    ...(notAfterDate === undefined
      ? {}
      : { notBeforeDate: new Date(notAfterDate.getTime() - 86_400_000), notAfterDate }),
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) =>
          isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host },
        ),
      },
    ],
  });
  return { authority: authority.cert, cert: own.cert, key: own.private };
}

/** A private key with which a provider signs. */
export function signingKey(kid: string): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid, use: 'sig' };
}

/** What a provider is started with. */
export interface ProviderOptions {
  readonly certificates: Certificates;
  /** Whether the server sends the certificate of its authority too. */
  readonly sendsRoot?: boolean;
  readonly configuration?: Configuration;
}

/** A response of a provider before it is sent. */
export interface AlterableResponse {
  readonly path: string;
  body: unknown;
  status: number;
  set(name: string, value: string): void;
  /** A header of the request. */
  get(name: string): string;
}

/** An OpenID provider that is certified, over https on 127.0.0.1. */
export interface RunningProvider extends AsyncDisposable {
  readonly issuer: string;
  /** Changes what it says; for one test. */
  alter: ((response: AlterableResponse) => void) | undefined;
}

/** Starts an OpenID provider; `alter` is called with every response. */
export async function startProvider({
  certificates: { authority, cert, key },
  sendsRoot = false,
  configuration = {},
}: ProviderOptions): Promise<RunningProvider> {
  const server = createServer({ cert: sendsRoot ? `${cert}\n${authority}` : cert, key });
  // Those in the middle of a handshake too, of which the server itself keeps no list.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running: RunningProvider = {
    issuer,
    alter: undefined,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  const provider = new Provider(issuer, {
    jwks: { keys: [signingKey('first')] },
    cookies: { keys: ['of-the-test'] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'], email: ['email'] },
    ...configuration,
  });
  provider.use(async (context, next) => {
    await next();
    running.alter?.(context);
  });
  server.on('request', provider.callback());
  return running;
}

/** Changes properties of the discovery document; undefined takes one away. */
export function inDocument(
  change: (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): NonNullable<RunningProvider['alter']> {
  return (response) => {
    if (!response.path.endsWith(wellKnown)) return;
    const document = response.body as Readonly<Record<string, unknown>>;
    response.body = { ...document, ...change(document) };
  };
}
