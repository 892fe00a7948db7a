import type { KnownClean } from './knownClean.ts';

/** Base64 in either alphabet, also as it stands in a URL or escaped in JSON, or hexadecimal. */
const encodedPart = /(?:[\w+/-]|%2[bf]|\\\/){11,}/gi;
/** The same without a look at what is escaped. */
const perhapsEncoded = /[\w+/%\\-]{11,}/g;
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

/** What may be encoded in a text, each part once. */
function encodedParts(text: string): ReadonlySet<string> {
  const words = text.match(perhapsEncoded) ?? [];
  return new Set(
    words.flatMap((word) => (/[%\\]/.test(word) ? (word.match(encodedPart) ?? []) : [word])),
  );
}

/**
 * The parts of a text that hold a secret in Base64 or in hexadecimal. The text is decoded, and not each secret encoded: a run
 * knows thousands of them. Most parts of texts come again and again: those that are clean are not decoded twice.
 */
export function encodedSecrets(
  text: string,
  clean: KnownClean,
  hasSecret: (decoded: string) => boolean,
): string[] {
  const parts = [...encodedParts(text)].filter((part) => !clean.has(part));
  if (parts.length === 0) return [];
  if (hasSecret(parts.map(readings).join('\n')))
    return parts.filter((part) => hasSecret(readings(part)));
  for (const part of parts) clean.add(part);
  return [];
}
