import { decodeBody } from '../wire/decodeBody.ts';

/** Longer bodies are passed on and not judged, in bytes: as they are sent, and unpacked. */
const longestBody = 4 * 1024 * 1024;

/** So many bytes are kept of all bodies that are on their way at one time. */
const mostKept = 64 * 1024 * 1024;

/** One body as it passes. */
export interface KeptBody extends Disposable {
  readonly add: (chunk: Buffer) => void;
  /** The body as text; nothing where it was too long or cannot be unpacked. */
  readonly text: (encoding: string | undefined) => string | undefined;
}

/** Keeps bodies while they pass, within a limit for each and one for all. What is beyond is passed on all the same. */
export function createKeptBodies(): () => KeptBody {
  let free = mostKept;
  return () => {
    let chunks: Buffer[] | undefined = [];
    let length = 0;
    const release = (): void => {
      free += length;
      length = 0;
      chunks = undefined;
    };
    return {
      add: (chunk) => {
        if (chunks === undefined) return;
        if (length + chunk.length > longestBody || chunk.length > free) return release();
        free -= chunk.length;
        length += chunk.length;
        chunks.push(chunk);
      },
      text: (encoding) => {
        if (chunks === undefined) return undefined;
        try {
          const limits = { maxOutputLength: longestBody };
          const plain = decodeBody(Buffer.concat(chunks, length), encoding, limits);
          return plain.length > longestBody ? undefined : plain.toString();
        } catch {
          return undefined;
        }
      },
      [Symbol.dispose]: release,
    };
  };
}
