import { type LogonOperationTypeEnum, SessionApi } from './apis/SessionApi.js';
import { Configuration, ResponseError } from './runtime.js';

/** Who logs on, and where: the URL ends with the name of the application, as in `https://pvwa.example.net/PasswordVault`. */
export interface SessionOptions {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly type?: LogonOperationTypeEnum;
  /** How long one request may take, the log-on too; 60,000 where nothing is said. A call with a signal of its own has no other end. */
  readonly timeoutMilliseconds?: number;
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * A session with a PVWA server: `configuration` is for every API class of this package. It logs on before the first call and
 * once more where the server says 401; `logOff` ends it. A wrong name or password is sent once only, as several wrong ones
 * suspend a user: each later call fails alike. No redirect is followed, as the token and the password are for this server alone.
 */
export class Session {
  readonly configuration: Configuration;
  readonly #options: SessionOptions;
  #token: Promise<string> | undefined;
  #refusal: unknown;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.configuration = this.#with((url, init) =>
      this.#send(url, init).catch((error: unknown) => {
        // An answer to a log-on is an answer to the call that needed it.
        if (error instanceof ResponseError) return error.response.clone();
        throw error;
      }),
    );
  }

  async #send(...[url, init]: Parameters<typeof fetch>): Promise<Response> {
    const token = this.#logOn();
    const send = async (current: string): Promise<Response> => {
      const headers = new Headers(init?.headers);
      headers.set('Authorization', current);
      return this.#fetch(url, { ...init, headers });
    };
    const response = await send(await token);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    // Another call may have logged on meanwhile.
    if (this.#token === token) this.#token = undefined;
    return send(await this.#logOn());
  }

  readonly #fetch: typeof globalThis.fetch = (url, init) => {
    const { fetch: send = fetch, timeoutMilliseconds = 60_000 } = this.#options;
    const signal = init?.signal ?? AbortSignal.timeout(timeoutMilliseconds);
    return send(url, { ...init, signal, redirect: 'manual' });
  };

  #with(fetchApi: typeof globalThis.fetch, apiKey?: () => string): Configuration {
    const basePath = this.#options.url.replace(/\/+$/, '');
    return new Configuration({
      basePath,
      fetchApi,
      ...(apiKey !== undefined && { apiKey }),
    });
  }

  #logOn(): Promise<string> {
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal);
    this.#token ??= this.#requestToken().catch((error: unknown) => {
      this.#token = undefined;
      if (error instanceof ResponseError && [401, 403].includes(error.response.status))
        this.#refusal = error;
      throw error;
    });
    return this.#token;
  }

  #requestToken(): Promise<string> {
    const { type = 'CyberArk', username, password } = this.#options;
    const logonRequest = { username, password, concurrentSession: true };
    return new SessionApi(this.#with(this.#fetch)).logon({ type, logonRequest });
  }

  /** Ends the session, if there is one. The next call logs on again. */
  async logOff(): Promise<void> {
    const token = await this.#token;
    this.#token = undefined;
    if (token === undefined) return;
    await new SessionApi(this.#with(this.#fetch, () => token)).logoff().catch((error: unknown) => {
      // It may have ended by itself.
      if (!(error instanceof ResponseError) || error.response.status !== 401) throw error;
    });
  }
}
