/** `chunked`: in two pieces and without a length. `expect`: only when the server says 100, or says nothing for a second. */
export type Transfer = 'chunked' | 'expect';

/** One request as it goes out, to the byte. Header names as written; a body of text is sent as UTF-8. */
export interface WireRequest {
  readonly method: string;
  /** Not normalised: what is after the host is sent as it is. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** How the body is carried; with its length where left out. Not with `raw`. */
  readonly transfer?: Transfer;
}

/** The host and the rest of a URL, without the changes that `URL` would make to a path. */
export function splitUrl(url: string): { readonly origin: URL; readonly target: string } {
  const match = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(url);
  if (match === null) throw new Error(`'${url}' is no http or https URL`);
  const [, origin = '', rest = ''] = match;
  return { origin: new URL(origin), target: rest.startsWith('/') ? rest : `/${rest}` };
}
