import type { CookieJar } from './cookieJar.ts';

/** Takes the place of `cookieJar` in a bundle for browsers, which keep cookies themselves and show none to a page. */
export function cookieJar(): CookieJar {
  return { set: () => undefined, header: () => '' };
}
