import type { Exchange } from '../checkResult.ts';

const plain = /^[\w./:=@%+,-]+$/;

/** A word for bash, quoted where it needs it. */
export function shellWord(text: string): string {
  return plain.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What curl or the sign-in writes by itself. */
const written =
  /^(?:authorization|host|content-length|connection|accept-encoding|user-agent|x-amz-.*)$/i;

const mask = '[redacted]';

function sortedQuery(url: string): string {
  const at = url.indexOf('?');
  return at < 0
    ? url
    : `${url.slice(0, at)}?${url
        .slice(at + 1)
        .split('&')
        .toSorted()
        .join('&')}`;
}

/** One request as a curl command that shows status, headers and body. `signIn` are words that bash expands. */
export function curlCommand(
  { method, url, headers, body }: Exchange['request'],
  signIn: string | undefined,
  { quiet = false, timeoutMs }: { readonly quiet?: boolean; readonly timeoutMs: number },
): string {
  const sent = Object.entries(headers).filter(
    ([name, value]) => !written.test(name) && value !== mask,
  );
  const carries = body !== undefined || !['GET', 'HEAD', 'DELETE'].includes(method);
  const typed = sent.some(([name]) => name.toLowerCase() === 'content-type');
  return [
    'curl',
    quiet ? '-sS -o /dev/null' : String.raw`-sS -i -w '\n'`,
    // The path as it is: no dots taken out, no brackets read as a pattern.
    '--path-as-is -g',
    `--max-time ${Math.ceil(timeoutMs / 1000)}`,
    ...(method === 'GET' && !carries ? [] : [`-X ${shellWord(method)}`]),
    ...(signIn === undefined || signIn === '' ? [] : [signIn]),
    ...sent.map(
      ([name, value]) => `-H ${shellWord(value === '' ? `${name};` : `${name}: ${value}`)}`,
    ),
    // curl would call any body a form.
    ...(carries && !typed ? ["-H 'Content-Type:'"] : []),
    ...(carries ? [`--data-raw ${shellWord(body ?? '')}`] : []),
    shellWord(sortedQuery(url)),
  ].join(' ');
}
