import type { Credentials, SignInScheme } from './credentials.ts';

/** What carries the proof of who sends a request: its URL and its headers, whose names are in lower case. */
interface Carrier {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The value that a scheme sends of some credentials, its word in front; `token` is that of kind `oauth2`. */
export function proofOf({ kind }: Pick<SignInScheme, 'kind'>, credentials: Credentials): string {
  const { token = '', username = '', password = '', apiKey = '' } = credentials;
  if (kind === 'apiKey') return apiKey;
  if (kind === 'basic') return `Basic ${basicOf(username, password)}`;
  return `Bearer ${token}`;
}

/** User name and password as `Basic` sends them. Source: RFC 7617, with UTF-8. */
export function basicOf(username: string, password: string): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
}

/** A request with a proof at the place where its scheme has it. What stood there is replaced. */
export function withProof<Request extends Carrier>(
  request: Request,
  { header, parameter }: Pick<SignInScheme, 'header' | 'parameter'>,
  proof: string,
): Request {
  if (parameter?.in === 'query')
    return { ...request, url: withQuery(request.url, parameter.name, proof) };
  const name = header.toLowerCase();
  const others = Object.entries(request.headers).filter(([other]) => other.toLowerCase() !== name);
  const value = parameter === undefined ? proof : `${parameter.name}=${proof}`;
  return { ...request, headers: { ...Object.fromEntries(others), [name]: value } };
}

function withQuery(url: string, name: string, value: string): string {
  // Behind the first one, a question mark is a part of the query (RFC 3986, 3.4).
  const mark = url.indexOf('?');
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
  const others = query
    .split('&')
    .filter((part) => part !== '' && !part.startsWith(`${encodeURIComponent(name)}=`));
  return `${path}?${[...others, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join('&')}`;
}
