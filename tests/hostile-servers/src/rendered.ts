import type { HostileRequest } from './readRequest.ts';

/** What the placeholders of a behaviour stand for. */
export function placeholdersOf(
  { headers, path }: HostileRequest,
  elsewhere: string,
): Record<string, string> {
  const header = headers['authorization'] ?? '';
  const token = /[^\s=,]+=*$/.exec(header)?.[0] ?? '';
  return {
    header,
    token,
    tokenUpper: token.toUpperCase(),
    tokenLower: token.toLowerCase(),
    tokenBase64: Buffer.from(token).toString('base64'),
    tokenInBase64: Buffer.from(`a:${token}:b`).toString('base64'),
    tokenUrl: encodeURIComponent(token),
    tokenHex: Buffer.from(token).toString('hex'),
    elsewhere,
    elsewhereHost: new URL(elsewhere).host,
    path,
  };
}

const placeholder = /\{(header|token\w*|elsewhere\w*|path)\}/g;

/** Fills in the placeholders of what is sent; the length of the body is counted again. */
export function rendered(
  bytes: string | Buffer,
  words: Readonly<Record<string, string>>,
): string | Buffer {
  if (bytes.length > 10_000) return bytes;
  const text = bytes.toString('latin1');
  if (text.search(placeholder) < 0) return bytes;
  const filled = text.replaceAll(placeholder, (whole, name: string) => words[name] ?? whole);
  const body = filled.slice(filled.indexOf('\r\n\r\n') + 4);
  return filled.replace(/content-length: \d+/, `content-length: ${Buffer.byteLength(body)}`);
}
