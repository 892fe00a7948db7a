import { X509Certificate } from 'node:crypto';
import type { ServiceTest, SignInValues } from '@oidc-admin/client';
import { calculateJwkThumbprint, type JWK } from 'jose';
import {
  allowInsecureRequests,
  type AuthorizationServer,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi';
import { issuerOf, mistakeInAddress } from './address.ts';
import { isPrivate } from './checks/hostAddress.ts';
import type { DoctorSurroundings } from './doctorSurroundings.ts';
import type { Evidence, PinnedKeys, DocumentReading } from './evidence.ts';
import { type Reader, readPublished } from './readPublished.ts';
import { shownReason, shown } from './signInFinding.ts';
import { untilAborted } from './untilAborted.ts';

/** In bytes. A key with its certificates has some 4 kB, and there are providers with hundreds. */
const limits = { document: 2 ** 20, keys: 4 * 2 ** 20 };
/** The most keys that are compared with each other. */
const mostKeys = 1000;

/** What evidence is gathered with. */
export interface Gathering {
  readonly surroundings: DoctorSurroundings;
  readonly signal: AbortSignal;
  readonly serviceTest?: ServiceTest | undefined;
}

/** Makes of a response what the document says, or a failure. */
async function interpreted<T>(
  reading: DocumentReading<Response>,
  interpret: (response: Response) => Promise<T>,
): Promise<DocumentReading<T>> {
  if ('failure' in reading) return reading;
  try {
    return { ...reading, value: await interpret(reading.value) };
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is no JSON' : shownReason(error);
    return { failure: 'invalid', url: reading.url, why };
  }
}

/** What a discovery document says, judged by the library but for its issuer. */
async function documentIn(response: Response): Promise<AuthorizationServer> {
  const said = (await response.clone().json()) as { readonly issuer?: unknown } | null;
  const issuer = said?.issuer;
  if (typeof issuer !== 'string' || !URL.canParse(issuer))
    throw new Error('it names no issuer that is a URL');
  // The library compares issuers as URLs. Which one is expected is compared to the character later on.
  return processDiscoveryResponse(new URL(issuer), response);
}

async function readDocument(
  address: string,
  reader: Reader,
): Promise<DocumentReading<AuthorizationServer>> {
  const base = new URL(address);
  // What is behind a question mark stays: some providers know an application by it.
  base.pathname = issuerOf(base.pathname);
  let reading: DocumentReading<Response> | undefined;
  // The library knows where the document is; what it gets back is not used.
  await discoveryRequest(base, {
    [allowInsecureRequests]: true,
    [customFetch]: async (url) => {
      reading = await readPublished(reader, { url, limit: limits.document });
      return Response.error();
    },
  });
  if (reading === undefined) throw new Error('the discovery document was not asked for');
  return interpreted(reading, documentIn);
}

/** A key whose numbers stand in its certificate only, with these: some clients read them there. */
function wholeKey(key: JWK): JWK {
  const [certificate] = Array.isArray(key.x5c) ? key.x5c : [];
  if (key.n !== undefined || key.x !== undefined || typeof certificate !== 'string') return key;
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
    return { ...key, ...publicKey.export({ format: 'jwk' }) };
  } catch {
    return key;
  }
}

function keysIn(value: unknown): readonly JWK[] {
  const { keys } = (value ?? {}) as { readonly keys?: unknown };
  if (!Array.isArray(keys)) throw new Error('it has no array "keys"');
  return (keys as readonly unknown[])
    .filter((key): key is JWK => typeof key === 'object' && key !== null && !Array.isArray(key))
    .slice(0, mostKeys)
    .map(wholeKey);
}

/** The keys that a document names; undefined where it names none. */
export async function readKeys(
  document: DocumentReading<AuthorizationServer>,
  reader: Reader,
): Promise<DocumentReading<readonly JWK[]> | undefined> {
  const url: unknown = 'value' in document ? document.value.jwks_uri : undefined;
  if (typeof url !== 'string') return undefined;
  const mistake = mistakeInAddress(url);
  if (mistake !== undefined)
    return { failure: 'unreachable', url: shown(url), why: `the address ${mistake}` };
  const reading = await readPublished(reader, { url, limit: limits.keys });
  return interpreted(reading, async (response) => keysIn(await response.json()));
}

function pinnedKeys(jwkSet: string | undefined): PinnedKeys | undefined {
  if (jwkSet === undefined) return undefined;
  try {
    return { keys: keysIn(JSON.parse(jwkSet)) };
  } catch (error) {
    // The parser quotes what it read, which may be a private key.
    return { mistake: error instanceof SyntaxError ? 'it is no JSON' : shownReason(error) };
  }
}

async function thumbprintsOf(keys: readonly JWK[]): Promise<ReadonlyMap<JWK, string>> {
  const found = new Map<JWK, string>();
  for (const key of keys) {
    try {
      found.set(key, await calculateJwkThumbprint(key));
    } catch {
      // A kind of key that has none.
    }
  }
  return found;
}

async function addressesOf(
  { hostname }: URL,
  { surroundings, signal }: Gathering,
): Promise<readonly string[] | string> {
  try {
    const looking = surroundings.lookup(hostname.replace(/^\[|\]$/g, ''));
    return (await untilAborted(looking, signal)) ?? 'there was no response of DNS in time';
  } catch (error) {
    return `this computer finds no address of ${hostname}: ${shownReason(error)}`;
  }
}

/** Where the service is: in the same private network as the provider, perhaps. */
async function addressesOfService(
  { redirectUri = '' }: SignInValues,
  addresses: readonly string[] | string,
  gathering: Gathering,
): Promise<readonly string[]> {
  if (typeof addresses === 'string' || !addresses.some(isPrivate) || !URL.canParse(redirectUri))
    return [];
  const found = await addressesOf(new URL(redirectUri), gathering);
  return typeof found === 'string' ? [] : found;
}

/** Why a provider is not asked anything. */
function unasked(why: string): Pick<Evidence, 'document' | 'keys' | 'addresses' | 'chain'> {
  return { document: undefined, keys: undefined, addresses: why, chain: why };
}

async function askProvider(
  address: string,
  gathering: Gathering,
): Promise<Pick<Evidence, 'document' | 'keys' | 'addresses' | 'chain'>> {
  const url = new URL(address);
  const { surroundings, signal } = gathering;
  const [addresses, chain, [document, keys]] = await Promise.all([
    addressesOf(url, gathering),
    surroundings.chainOf(url, signal),
    readDocument(address, { surroundings, signal }).then(
      async (read) => [read, await readKeys(read, { surroundings, signal })] as const,
    ),
  ]);
  return { document, keys, addresses, chain };
}

/** Asks the provider that the values name for all that it publishes, and nothing else. Rejects only where the proxy cannot be used. */
export async function gatherEvidence(
  values: SignInValues,
  gathering: Gathering,
): Promise<Evidence> {
  const address = values.address ?? values.issuer;
  const mistake = address === undefined ? 'was not given' : mistakeInAddress(address);
  const usable = mistake === undefined ? address : undefined;
  const asked =
    usable === undefined
      ? unasked(`the address of the provider ${mistake}`)
      : await askProvider(usable, gathering);
  const pinned = pinnedKeys(values.jwkSet);
  const published = asked.keys !== undefined && 'value' in asked.keys ? asked.keys.value : [];
  const kept = pinned !== undefined && 'keys' in pinned ? pinned.keys : [];
  return {
    values,
    issuer: usable === undefined ? '' : issuerOf(usable),
    ...asked,
    serviceAddresses: await addressesOfService(values, asked.addresses, gathering),
    pinned,
    // Nothing is computed from keys that nobody compares.
    thumbprints: await thumbprintsOf(kept.length === 0 ? [] : [...kept, ...published]),
    serviceTest: gathering.serviceTest,
  };
}
