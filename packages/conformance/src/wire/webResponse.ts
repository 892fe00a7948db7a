import { NoResponse } from './noResponse.ts';
import type { WireResponse } from './wireResponse.ts';

/** A response as `fetch` would have given it. Throws `NoResponse` where no `fetch` gives such a one. */
export function webResponse({ status, headers, cookies, text }: WireResponse): Response {
  if (status < 200 || status > 599) throw new NoResponse(`the response has the status ${status}`);
  const bodyless = status === 204 || status === 205 || status === 304;
  const { 'content-encoding': _coding, 'content-length': _length, ...kept } = headers;
  const answered = new Headers(kept);
  answered.delete('set-cookie');
  for (const line of cookies) answered.append('set-cookie', line);
  return new Response(bodyless ? null : text, { status, headers: answered });
}
