import type { CookieJar } from './cookieJar.ts';

/**
 * The cookies of one session with a server, in memory only: sent back to the server that set them, so that what stands
 * before several servers leads each request to the one that knows the session.
 */
export class Cookies {
  #jar: CookieJar | undefined;
  readonly #values = new Set<string>();

  /** The header for a request to this URL, behind a cookie that it has already; none where no cookie belongs to it. */
  header(url: string, own?: string): string | undefined {
    const kept = this.#jar?.header(url) || undefined;
    return own === undefined || kept === undefined ? (own ?? kept) : `${own}; ${kept}`;
  }

  /** Keeps what the `Set-Cookie` lines of a response set. The library is loaded at the first of them. */
  async keep(url: string, lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const { cookieJar } = await import('#cookieJar');
    this.#jar ??= cookieJar();
    for (const line of lines) {
      const value = this.#jar.set(line, url);
      if (value) this.#values.add(value);
    }
  }

  /** Every value that was ever kept: each may be as good as a password. */
  get secrets(): readonly string[] {
    return [...this.#values];
  }
}
