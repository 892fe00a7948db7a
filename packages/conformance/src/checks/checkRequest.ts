import type { Opened } from '@oidc-admin/client';
import type { JsonValue, Operation } from '@oidc-admin/contract';
import type { Transfer } from '../wire/wireRequest.ts';
import type { Spelling } from './urls.ts';

/** A request that a check wants to be sent. */
export interface CheckRequest {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A header, in lower case, that every request has and this one has not. */
  readonly leftOut?: string;
  readonly body?: JsonValue;
  /** What is sent instead of the body's JSON. */
  readonly text?: string;
  /** Null leaves the header out. */
  readonly mediaType?: string | null;
  /** A method that the path does not have. */
  readonly method?: string;
  readonly spelling?: Spelling;
  /** Where it is sent instead, as the server said where that is; always a URL of the target. */
  readonly url?: string;
  /** Name of the principal; if not given, one that may call the operation. */
  readonly by?: string;
  /** A session of its own, instead of the principal's. */
  readonly opened?: Opened;
  /** The security scheme to sign in by, where the operation takes several; the first that the principal can where left out. */
  readonly scheme?: string;
  /** The wrong way to sign in, as clauses name it. */
  readonly wrong?: string;
  /** Beside a wrong way: credentials that are right but for this change of the token or signature. */
  readonly altered?: (proof: string) => string;
  /** Beside a wrong way: the headers of a right request, sent once more. */
  readonly replayed?: Readonly<Record<string, string>>;
  /** How HTTP carries the body; with its length where left out. */
  readonly transfer?: Transfer;
  /** Of a list that is shown in pages: whether all of them are asked for, and compared as one list. */
  readonly pages?: boolean;
  /** Over a socket of its own, with every byte of the response seen. */
  readonly raw?: boolean;
}
