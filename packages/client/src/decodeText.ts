/** Why bytes are no text that people write. The message ends a sentence, and quotes nothing. */
export class TextError extends Error {
  override readonly name = 'TextError';
}

/** The encoding that the first bytes name; UTF-8 where they name none. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/**
 * Decodes what people write into files and pipes: UTF-8, or UTF-16 with its byte order mark, as Windows' own tools write it. The
 * mark is dropped. Throws a {@link TextError} for anything else.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new TextError(
      encoding === 'utf-8'
        ? 'is not UTF-8; save it as UTF-8, or as UTF-16 with a byte order mark'
        : `begins as ${encoding.toUpperCase()}, and is none`,
    );
  }
  // UTF-16 without its mark is often right UTF-8, with a NUL at each letter.
  if (text.includes('\0'))
    throw new TextError('holds NUL characters; if it is UTF-16, its byte order mark is missing');
  return text;
}
