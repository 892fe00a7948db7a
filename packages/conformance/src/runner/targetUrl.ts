/**
 * The URL that a specification's paths are appended to. The base path of the specification is filled in where the URL
 * names a server only; a URL with a path is taken as it is. Never ends in a slash.
 */
export function targetUrl(given: string, basePath: string): string {
  const url = new URL(given);
  const path = url.pathname === '/' ? basePath : url.pathname;
  return url.origin + path.replace(/\/+$/, '');
}
