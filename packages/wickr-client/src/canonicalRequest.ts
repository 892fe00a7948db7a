import { percentEncode } from '@oidc-admin/client';

/** What is signed of a request. Header names are in lower case; a repeated header's values are joined by commas. */
export interface SignableRequest {
  readonly method: string;
  /** As it is sent, percent-encoded. */
  readonly url: string;
  /** All of them are signed; `host` is added where it is missing. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

const unreservedPath = /^[\w.~/-]*$/;

/** Without `.` and `..` segments and without empty ones, as RFC 3986 and this signature ask for. */
const normalised = (path: string): string => {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  const end = segments.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : '';
  return `/${segments.join('/')}${end}`;
};

/** The path is encoded once more than it is sent; every service but one asks for that. */
const canonicalPath = (path: string): string => {
  const plain = /\/\/|\/\./.test(path) ? normalised(path) : path;
  if (plain === '') return '/';
  return unreservedPath.test(plain) ? plain : plain.split('/').map(percentEncode).join('/');
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // No percent-encoding: the text means itself.
    return text;
  }
};

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const canonicalQuery = (query: string): string => {
  if (query === '') return '';
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      return [
        percentEncode(decoded(name)),
        equals < 0 ? '' : percentEncode(decoded(pair.slice(equals + 1))),
      ];
    })
    .toSorted(([a, x], [b, y]) => byCodeUnits(a, b) || byCodeUnits(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
};

const defaultPort = { 'http:': ':80', 'https:': ':443' } as const;

/** Takes a URL apart without normalising it. */
const partsOf = (url: string): { host: string; path: string; query: string } => {
  const [, scheme = '', authority = '', path = '', query = ''] =
    /^(https?:)\/\/([^/?#]*)([^?#]*)\??([^#]*)/.exec(url) ?? [];
  const port = scheme === 'http:' || scheme === 'https:' ? defaultPort[scheme] : '';
  const host = authority.toLowerCase();
  return {
    host: host.endsWith(port) ? host.slice(0, host.length - port.length) : host,
    path,
    query,
  };
};

/** The canonical request but for the body's hash, which is its last line, and the names of the signed headers. */
export const canonicalRequest = ({
  method,
  url,
  headers,
}: SignableRequest): { readonly head: string; readonly signedHeaders: string } => {
  const { host, path, query } = partsOf(url);
  const given = Object.keys(headers);
  const names = ('host' in headers ? given : [...given, 'host']).toSorted();
  const lines = names.map(
    (name) => `${name}:${(headers[name] ?? host).trim().replace(/\s+/g, ' ')}\n`,
  );
  const signedHeaders = names.join(';');
  return {
    head: `${method}\n${canonicalPath(path)}\n${canonicalQuery(query)}\n${lines.join('')}\n${signedHeaders}\n`,
    signedHeaders,
  };
};
