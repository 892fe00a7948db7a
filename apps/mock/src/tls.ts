import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { UsageError, writtenFile } from '@oidc-admin/client/terminal';
import type { MockCommandOptions } from './mockCommand.ts';

/** How the mocks speak https, and the file of the authority that a client has to trust, where one was made. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
  readonly authority?: string;
}

/** Variables by which programs learn of one more authority, or of another: Node adds it, all others take it alone. */
export const authorityVariables = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'AWS_CA_BUNDLE',
] as const;

const longestValidMs = 30 * 24 * 60 * 60 * 1000;

/** An authority that is thrown away, and a certificate of it for this machine and the address on which the mocks listen. */
async function made(host: string): Promise<{ key: string; cert: string; authority: string }> {
  // Loaded only for those who ask for it.
  const { generate } = await import('selfsigned');
  const validity = { algorithm: 'sha256', notAfterDate: new Date(Date.now() + longestValidMs) };
  // Another name each time: a client that trusts an older one must not take it for this one.
  const name = `oidc-admin mock ${randomBytes(4).toString('hex')}`;
  const authority = await generate([{ name: 'commonName', value: name }], {
    ...validity,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const hosts = [...new Set(['127.0.0.1', '::1', 'localhost', host])];
  const own = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...validity,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hosts.map((one) =>
          isIP(one) === 0 ? { type: 2, value: one } : { type: 7, ip: one },
        ),
      },
    ],
  });
  return { key: own.private, cert: own.cert, authority: authority.cert };
}

/** How the options want https to be spoken; undefined where they want plain http. Throws a UsageError that quotes no key. */
export async function tlsOf({
  tls,
  tlsCert,
  tlsKey,
  host,
}: MockCommandOptions): Promise<Tls | undefined> {
  if (tls !== undefined && (tlsCert ?? tlsKey) !== undefined)
    throw new UsageError('--tls makes a certificate; leave it out where --tls-cert names one');
  if (tls !== undefined) {
    const { authority, ...own } = await made(host);
    const path = resolve(tls);
    try {
      writeFileSync(path, authority);
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
      throw new UsageError(`--tls: ${tls} cannot be written (${reason})`, { cause: error });
    }
    return { ...own, authority: path };
  }
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UsageError('--tls-cert and --tls-key belong together: give both, or neither');
  const own = {
    cert: writtenFile(`--tls-cert: ${tlsCert}`, tlsCert),
    key: writtenFile(`--tls-key: ${tlsKey}`, tlsKey),
  };
  try {
    createSecureContext(own);
  } catch {
    throw new UsageError(
      `--tls-cert ${tlsCert} and --tls-key ${tlsKey} are no certificate and its key, both in PEM`,
    );
  }
  return own;
}
