import {
  type ReceivedResponse,
  type Authentication,
  ClientError,
  ConfigurationError,
  type OutgoingRequest,
  type TableOperation,
} from '@oidc-admin/client';

/** What a session needs to know of its client. */
export interface SessionSettings {
  /** Logs on and answers the token; none where the client has no credentials. */
  readonly open?: (() => Promise<string>) | undefined;
  /** A token that somebody else got. */
  readonly token?: string | undefined;
  /** Whether the token goes behind the word `Bearer`, as some cloud editions want it. */
  readonly bearer: boolean;
  /** Secrets that a response might repeat. */
  readonly secrets: readonly string[];
}

/** Some versions answer an ended session with 403 and this code, not with 401. */
const endedCode = 'CAIWS001E';

/**
 * One session, shared by all calls of a client. The token is kept in memory only. It is opened at
 * the first call that needs it, and once again where the server no longer knows it.
 */
export class Session implements Authentication {
  readonly #settings: SessionSettings;
  #token: string | undefined;
  #opening: Promise<string> | undefined;
  /** Wrong credentials are not tried again: several in a row suspend the user. */
  #rejected: ClientError | undefined;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#token = settings.token;
  }

  get isOpen(): boolean {
    return this.#token !== undefined;
  }

  /** Whether the open session is one that this client has logged on to. */
  get isOwn(): boolean {
    return this.#token !== undefined && this.#token !== this.#settings.token;
  }

  /** A log-on that is under way, if any. */
  get opening(): Promise<string> | undefined {
    return this.#opening;
  }

  /** Takes over a token; none ends the session here. */
  set token(token: string | undefined) {
    this.#token = token;
    this.#rejected = undefined;
  }

  authorize(request: OutgoingRequest): readonly string[] | Promise<readonly string[]> {
    return this.#token === undefined
      ? this.#open().then((token) => this.#carry(request, token))
      : this.#carry(request, this.#token);
  }

  refused(
    response: ReceivedResponse,
    request: OutgoingRequest,
    { action }: TableOperation,
  ): boolean {
    const ended =
      response.status === 401 || (response.status === 403 && response.text.includes(endedCode));
    if (!ended || action.does === 'close' || this.#settings.open === undefined) return false;
    // Another call may have logged on again already.
    if (this.#token !== undefined && request.headers['authorization'] === this.#header(this.#token))
      this.#token = undefined;
    return true;
  }

  #header(token: string): string {
    return this.#settings.bearer ? `Bearer ${token}` : token;
  }

  #carry(request: OutgoingRequest, token: string): readonly string[] {
    request.headers['authorization'] = this.#header(token);
    return [token, ...this.#settings.secrets];
  }

  #open(): Promise<string> {
    const { open } = this.#settings;
    if (this.#rejected !== undefined) return Promise.reject(this.#rejected);
    if (open === undefined)
      return Promise.reject(
        new ConfigurationError({
          message:
            "Not signed in: give the client 'username' and 'password', or 'token', or call logon()",
        }),
      );
    this.#opening ??= open()
      .then(
        (token) => {
          this.#token = token;
          return token;
        },
        (error: unknown) => {
          if (error instanceof ClientError && (error.status === 401 || error.status === 403))
            this.#rejected = error;
          throw error;
        },
      )
      .finally(() => {
        this.#opening = undefined;
      });
    return this.#opening;
  }
}
