import type { Fetch } from './attempt.ts';
import type { Cookies } from './cookies.ts';

/** A `fetch` that sends and keeps cookies. Redirects are its caller's business: none is followed with them. */
export function withCookies(fetch: Fetch, cookies: Cookies): Fetch {
  return async (url, init) => {
    const own = new Headers(init.headers).get('cookie') ?? undefined;
    const cookie = cookies.header(url, own);
    const sent = cookie === undefined ? init : { ...init, headers: withCookie(init, cookie) };
    const response = await fetch(url, sent);
    await cookies.keep(url, response.headers.getSetCookie());
    return response;
  };
}

function withCookie({ headers }: RequestInit, cookie: string): Headers {
  const all = new Headers(headers);
  all.set('cookie', cookie);
  return all;
}
