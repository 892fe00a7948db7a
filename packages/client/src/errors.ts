import { printable } from './printable.ts';

/** What every error of a client carries. All texts and bodies in it are redacted. */
export interface ErrorDetails {
  readonly message: string;
  /** The operation that was called, where one was. */
  readonly operation?: string | undefined;
  /** Whether sending the same request again is sensible. */
  readonly retryable?: boolean | undefined;
  /** Status of the response, where one came. */
  readonly status?: number | undefined;
  /** The server's own id of the request, where it gave one. */
  readonly requestId?: string | undefined;
  /** Milliseconds for which the server wants to be left alone, where it says so. */
  readonly retryAfterMs?: number | undefined;
  /** The parsed body of the response, with every secret redacted. */
  readonly body?: unknown;
}

/**
 * Base of all errors that a client throws. `code` is stable, and differs for each kind of error.
 * No error holds a secret, in its text, stack, properties or cause; its text is one line, and controls no terminal.
 */
export abstract class ClientError<More extends object = object> extends Error {
  static readonly code: string = 'ClientError';
  abstract readonly code: string;
  readonly retryable: boolean;
  // Declared only: what is not known does not become a property, so that a printed error shows nothing empty.
  declare readonly operation?: string;
  declare readonly status?: number;
  declare readonly requestId?: string;
  declare readonly retryAfterMs?: number;
  declare readonly body?: unknown;

  constructor({ message, retryable = false, ...details }: ErrorDetails & More) {
    super(printable(message));
    this.retryable = retryable;
    const known = Object.entries(details).filter(([, value]) => value !== undefined);
    Object.assign(this, Object.fromEntries(known));
  }

  /** For logs: unlike other errors, with its message. */
  toJSON(): Record<string, unknown> {
    return { message: this.message, ...Object.fromEntries(Object.entries(this)) };
  }
}

// On the prototype, so that the stack, which is made first, already has it. A minifier does not change it.
Object.defineProperty(ClientError.prototype, 'name', {
  get(this: ClientError) {
    return (this.constructor as typeof ClientError).code;
  },
  configurable: true,
});

/** No response came, or only a part of one: refused, reset, unknown host, certificate not trusted. */
export class ConnectionError extends ClientError<{ readonly reason?: string | undefined }> {
  static override readonly code = 'ConnectionError';
  override readonly code = 'ConnectionError';
  /** The system's name of the cause, such as `ECONNRESET`, where there is one. */
  declare readonly reason?: string;
}

/** The call took longer than its time-out, all attempts and pauses together. */
export class TimeoutError extends ClientError<{ readonly timeoutMs: number }> {
  static override readonly code = 'TimeoutError';
  override readonly code = 'TimeoutError';
  declare readonly timeoutMs: number;
}

/** The caller's own signal ended the call. */
export class AbortedError extends ClientError {
  static override readonly code = 'AbortedError';
  override readonly code = 'AbortedError';
}

/** What came instead of a documented response. */
export type UnexpectedReason =
  /** A status that the operation does not document. */
  | 'status'
  /** A redirect; none is followed, as it would carry the credentials elsewhere. */
  | 'redirect'
  /** A page, as proxies and log-in portals send. */
  | 'html'
  /** A body that is no JSON, or only the beginning of some. */
  | 'notJson'
  /** No body where one is due. */
  | 'empty'
  /** A body over the size limit. */
  | 'tooLarge'
  /** JSON of another kind than documented. */
  | 'type'
  /** JSON that breaks its schema; only where responses are validated. */
  | 'schema'
  /** A page of a list that leads back, nowhere or to another server, or one more than anybody reads. */
  | 'pages';

/** A response came, and it is none that the operation documents. `reason` says what came. */
export class UnexpectedResponseError extends ClientError<{ readonly reason: UnexpectedReason }> {
  static override readonly code = 'UnexpectedResponseError';
  override readonly code = 'UnexpectedResponseError';
  declare readonly reason: UnexpectedReason;
}

/** The client was set up wrongly, or lacks credentials: nothing was sent. */
export class ConfigurationError extends ClientError {
  static override readonly code = 'ConfigurationError';
  override readonly code = 'ConfigurationError';
}

/** The call's input cannot be sent: nothing was sent. `property` names what is wrong. */
export class InputError extends ClientError<{ readonly property: string }> {
  static override readonly code = 'InputError';
  override readonly code = 'InputError';
  declare readonly property: string;
}

/** Every error that any client may throw beside the documented ones; `code` discriminates. */
export type UndocumentedError =
  | ConnectionError
  | TimeoutError
  | AbortedError
  | UnexpectedResponseError
  | ConfigurationError
  | InputError;
