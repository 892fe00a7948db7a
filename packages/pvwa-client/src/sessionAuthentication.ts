import {
  type Authentication,
  ClientError,
  ConfigurationError,
  type OutgoingRequest,
  type ReceivedResponse,
  type TableOperation,
} from '@oidc-admin/client';

/** What a session needs to know of its client. */
interface SessionSettings {
  /** Logs on and answers the token; none where the client has no credentials. */
  readonly open?: (() => Promise<string>) | undefined;
  /** A token that another program got. */
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
export class SessionAuthentication implements Authentication {
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

  async authorize(request: OutgoingRequest): Promise<readonly string[]> {
    const token = this.#token ?? (await this.#open());
    request.headers['authorization'] = this.#header(token);
    return [token, ...this.#settings.secrets];
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

  async #open(): Promise<string> {
    const { open } = this.#settings;
    if (this.#rejected !== undefined) throw this.#rejected;
    if (open === undefined)
      throw new ConfigurationError({
        message:
          "Not signed in: give the client 'username' and 'password', or 'token', or call logon()",
      });
    this.#opening ??= this.#logOn(open).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #logOn(open: () => Promise<string>): Promise<string> {
    try {
      return (this.#token = await open());
    } catch (error) {
      if (error instanceof ClientError && (error.status === 401 || error.status === 403))
        this.#rejected = error;
      throw error;
    }
  }
}
