import { ConfigurationError } from '../errors.ts';
import type { IssuedToken } from './requestToken.ts';

/** A token is renewed when a tenth of its life is left, and at most this long before its end. */
const longestEarlyMs = 60_000;

/** One token for all calls of a client: fetched at the first one, renewed before it ends and after it was refused. */
export class TokenSource {
  readonly #request: () => Promise<IssuedToken>;
  #known: { readonly token: string; readonly renewAt: number } | undefined;
  #requesting: Promise<string> | undefined;
  /** Wrong credentials are not tried again. */
  #rejected: ConfigurationError | undefined;

  constructor(request: () => Promise<IssuedToken>) {
    this.#request = request;
  }

  /** A token that holds. Whoever asks while one is fetched gets the same. */
  async get(): Promise<string> {
    if (this.#known !== undefined && performance.now() < this.#known.renewAt)
      return this.#known.token;
    if (this.#rejected !== undefined) throw this.#rejected;
    this.#requesting ??= this.#fetch().finally(() => {
      this.#requesting = undefined;
    });
    return this.#requesting;
  }

  /** Forgets a token that the server refused, unless it was renewed meanwhile. */
  drop(token: string): void {
    if (this.#known?.token === token) this.#known = undefined;
  }

  async #fetch(): Promise<string> {
    const asked = performance.now();
    try {
      const { token, lifeSeconds = Number.POSITIVE_INFINITY } = await this.#request();
      const life = lifeSeconds * 1000;
      this.#known = { token, renewAt: asked + life - Math.min(life / 10, longestEarlyMs) };
      return token;
    } catch (error) {
      if (error instanceof ConfigurationError) this.#rejected = error;
      throw error;
    }
  }
}
