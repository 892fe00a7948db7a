import type { ServiceTest, SignInValues } from '@oidc-admin/client';
import type { JWK } from 'jose';
import type { AuthorizationServer } from 'oauth4webapi';

/** Why a document could not be read. */
export type ReadFailure = 'unreachable' | 'elsewhere' | 'redirected' | 'status' | 'invalid';

/** What came of reading a document. */
export type DocumentReading<T> =
  | {
      readonly value: T;
      /** Where it was found in the end. */
      readonly url: string;
      /** Addresses that led there. */
      readonly moved: readonly string[];
      /** How far the provider's clock is ahead of ours, in seconds, where it says what time it is. */
      readonly clockAheadS: number | undefined;
    }
  | {
      readonly failure: ReadFailure;
      readonly url: string;
      readonly why: string;
      /** Where it leads instead. */
      readonly location?: string;
    };

/** One certificate of a chain, the server's own first. */
export interface ShownCertificate {
  readonly owner: string;
  readonly issuedBy: string;
}

/** How a server proves who it is. */
export interface ServerChain {
  readonly certificates: readonly ShownCertificate[];
  /** Why it is not believed, as OpenSSL calls it; undefined where it is. */
  readonly refused: string | undefined;
  /** Whether that takes the certification authority that was given beside the usual ones. */
  readonly needsGiven: boolean;
}

/** Everything that the checks look at. What was not read is undefined. */
export interface Evidence {
  readonly values: SignInValues;
  /** The issuer that the address stands for. */
  readonly issuer: string;
  readonly document: DocumentReading<AuthorizationServer> | undefined;
  readonly keys: DocumentReading<readonly JWK[]> | undefined;
  /** The addresses of the host, or why there are none. */
  readonly addresses: readonly string[] | string;
  /** Those of the host of the redirect URI, where that of the provider is private; none where they are not known. */
  readonly serviceAddresses: readonly string[];
  /** Or why it was not looked at. */
  readonly chain: ServerChain | string;
  /** Thumbprints of the keys that are kept and of those that are published, by RFC 7638; none for a key that has none. */
  readonly thumbprints: ReadonlyMap<JWK, string>;
  readonly pinned: PinnedKeys | undefined;
  readonly serviceTest: ServiceTest | undefined;
}

/** A set of keys that somebody wants to keep. */
export type PinnedKeys = { readonly keys: readonly JWK[] } | { readonly mistake: string };

/** The document, where it was read. */
export function documentOf({ document }: Evidence): AuthorizationServer | undefined {
  return document !== undefined && 'value' in document ? document.value : undefined;
}

/** Why a check that needs the document cannot be made without it. */
export const noDocument = 'the discovery document could not be read';

/** A property of a document, where it is a text. A provider may send anything. */
export function publishedText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list in a document; undefined where there is no list. */
export function publishedTexts(list: unknown): readonly string[] | undefined {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : undefined;
}
