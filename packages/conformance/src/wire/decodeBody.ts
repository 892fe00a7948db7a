import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

function inflate(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes);
  } catch {
    // Some servers take the name deflate by its word and leave out the zlib frame.
    return inflateRawSync(bytes);
  }
}

const decoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  deflate: inflate,
  zstd: zstdDecompressSync,
  identity: (bytes) => bytes,
};

/** Undoes the codings of a Content-Encoding header, the last one first. Throws on an unknown coding and on wrong data. */
export function decodeBody(bytes: Buffer, encoding: string | undefined): Buffer {
  if (bytes.length === 0) return bytes;
  const codings = (encoding ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return codings
    .filter((coding) => coding !== '')
    .toReversed()
    .reduce((rest, coding) => {
      const decode = decoders[coding];
      if (decode === undefined) throw new Error(`unknown content coding '${coding}'`);
      return decode(rest);
    }, bytes);
}
