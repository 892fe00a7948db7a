import type { Connection, ShownRequest } from '@oidc-admin/client';
import { checkedProxy } from '@oidc-admin/client/proxies';
import type { CommonOptions } from './flags.ts';

type Way = Pick<CommonOptions, 'proxy' | 'caFile'>;

/** A text as one word of bash. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A proxy with its port: what the command takes for a port that is left out, curl need not take. It has no password. */
function proxyWord(proxy: string): string {
  const { protocol, username, hostname, port } = new URL(checkedProxy('proxy', proxy));
  const user = username === '' ? '' : `${username}@`;
  const usual = protocol === 'https:' ? 443 : 80;
  return quoted(`${protocol}//${user}${hostname}:${port || usual}`);
}

/** How curl trusts what the command trusts, as far as curl can. */
function trustLine(caFile: string): string {
  return caFile === '-'
    ? '# --ca-file was standard input: put the name of a file into CURL_CA_BUNDLE.'
    : `export CURL_CA_BUNDLE=${quoted(caFile)} # curl then trusts this file only, the command also the usual ones`;
}

/** How curl goes the way of the command, also to sign in and out. */
function wayLines({ proxy, caFile }: Way): string[] {
  const word = proxy === undefined ? '' : proxyWord(proxy);
  return [
    // curl takes an empty variable for one that is not there, and looks at the other.
    ...(word === ''
      ? []
      : [`export http_proxy=${word} https_proxy=${word} no_proxy='' NO_PROXY=''`]),
    ...(caFile === undefined ? [] : [trustLine(caFile)]),
  ];
}

/** A request as lines for bash, with secrets masked: whoever runs them puts in what is masked. */
async function curlLines(
  { method, url, headers, body }: ShownRequest,
  connection: Connection,
): Promise<string[]> {
  const { before, words, after } = (await connection.curl?.()) ?? { words: '' };
  const type = headers['content-type'];
  const parts = [
    `curl -sS -X ${method}`,
    ...(words === '' ? [] : [words]),
    ...(type === undefined ? [] : [`-H ${quoted(`Content-Type: ${type}`)}`]),
    // Not as an argument: whoever puts in a secret would show it to everybody on the computer.
    ...(body === undefined ? [] : ['--data-binary @-']),
    quoted(url),
    ...(body === undefined ? [] : [`<<'EOF'\n${JSON.stringify(body)}\nEOF`]),
  ];
  return [before, parts.join(' '), after].flatMap((line) => line ?? []);
}

/** A request that was not sent: as it would go over the line, and as lines for bash. Every secret is masked. */
export async function dryRunText(
  request: ShownRequest,
  connection: Connection,
  way: Way,
): Promise<string> {
  const { method, url, headers, body } = request;
  const lines = [
    `${method} ${url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    ...(body === undefined ? [] : [JSON.stringify(body, undefined, 2), '']),
    '# The same for bash; what is masked is to be put in.',
    ...wayLines(way),
    ...(await curlLines(request, connection)),
  ];
  return `${lines.join('\n')}\n`;
}
