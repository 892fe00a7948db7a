import { CookieJar as RfcJar } from 'tough-cookie';

/** What keeps cookies by the rules of RFC 6265. */
export interface CookieJar {
  /** Takes a line of `Set-Cookie`, and answers the value of the cookie; none where the server may not set it. */
  set(line: string, url: string): string | undefined;
  /** The header `Cookie` for a request; empty for none. */
  header(url: string): string;
}

/** A jar in memory that keeps to RFC 6265. What a server may not set is left out without a word. */
export function cookieJar(): CookieJar {
  const jar = new RfcJar();
  return {
    set: (line, url) => jar.setCookieSync(line, url, { ignoreError: true })?.value,
    header: (url) => jar.getCookieStringSync(url),
  };
}
