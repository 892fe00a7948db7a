/** What may be Base64 in either alphabet, also as it stands in a URL or escaped in JSON, or hexadecimal. */
const encodedPart = /(?:[\w+/-]|%2[bf]|\\\/){11,}/gi;
const hexPart = /[0-9a-f]{16,}/gi;

/** What a part says if it is Base64 or hexadecimal, wherever the text of the server begins in it. */
function readings(part: string): string {
  const base64 = part.replaceAll(/%2b/gi, '+').replaceAll(/%2f|\\\//gi, '/');
  const hex = part.match(hexPart) ?? [];
  return [
    ...[0, 1, 2, 3].map((start) => Buffer.from(base64.slice(start), 'base64').toString()),
    ...hex.flatMap((one) => [0, 1].map((start) => Buffer.from(one.slice(start), 'hex').toString())),
  ].join('\n');
}

/**
 * The parts of a text that hold a secret in Base64 or in hexadecimal. The text is decoded, and not each secret encoded: a run
 * knows thousands of them.
 */
export function encodedSecrets(text: string, hasSecret: (decoded: string) => boolean): string[] {
  const parts = [...new Set(text.match(encodedPart))];
  if (parts.length === 0 || !hasSecret(parts.map(readings).join('\n'))) return [];
  return parts.filter((part) => hasSecret(readings(part)));
}
