import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate, getCACertificates, type TLSSocket } from 'node:tls';
import type { ServerChain, ShownCertificate } from './evidence.ts';
import { shown } from './signInFinding.ts';

/** Whether a text is a certificate in PEM form. */
export function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== '';
  } catch {
    return false;
  }
}

/** More are in no chain that anybody would believe. */
const longestChain = 10;

async function handshake(
  url: URL,
  ca: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({
    host,
    port: Number(url.port || 443),
    ...(ca === undefined ? {} : { ca: [...ca] }),
    // It is looked at, and nothing is sent.
    rejectUnauthorized: false,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  const destroy = (): void => void socket.destroy();
  signal.addEventListener('abort', destroy, { once: true });
  socket.on('error', () => undefined);
  socket.on('close', () => signal.removeEventListener('abort', destroy));
  await once(socket, 'secureConnect', { signal });
  return socket;
}

function nameOf(
  names: Readonly<Record<string, string | string[] | undefined>> | undefined,
): string {
  const name = names?.['CN'] ?? names?.['O'] ?? names?.['OU'] ?? '(without a name)';
  return shown([name].flat().join(', '));
}

function certificatesOf(leaf: DetailedPeerCertificate): ShownCertificate[] {
  const certificates: ShownCertificate[] = [];
  let next: DetailedPeerCertificate | undefined = leaf;
  while (next?.['subject'] !== undefined && certificates.length < longestChain) {
    certificates.push({ owner: nameOf(next['subject']), issuedBy: nameOf(next.issuer) });
    // The last one is its own issuer.
    const { issuerCertificate }: DetailedPeerCertificate = next;
    next = issuerCertificate === next ? undefined : issuerCertificate;
  }
  return certificates;
}

/** Node answers the code alone, whatever its types say. */
function refusal(socket: TLSSocket): string | undefined {
  const error = socket.authorizationError as (Error & { readonly code?: string }) | string | null;
  if (!error) return undefined;
  return typeof error === 'string' ? error : (error.code ?? error.message);
}

/**
 * How the server of an `https:` URL proves who it is: to those who trust the usual certification authorities and, where that is not
 * enough, the given one too. Sends nothing. Answers a sentence where there is no TLS to look at.
 */
export async function readChain(
  url: URL,
  certificate: string | undefined,
  signal: AbortSignal,
): Promise<ServerChain | string> {
  const look = async (ca?: readonly string[]): Promise<ServerChain> => {
    const socket = await handshake(url, ca, signal);
    const refused = refusal(socket);
    const certificates = certificatesOf(socket.getPeerCertificate(true));
    socket.destroy();
    return { certificates, refused, needsGiven: ca !== undefined && refused === undefined };
  };
  try {
    const usual = await look();
    if (usual.refused === undefined || certificate === undefined) return usual;
    return await look([...getCACertificates('default'), certificate]);
  } catch {
    return 'the server did not complete a TLS handshake';
  }
}
