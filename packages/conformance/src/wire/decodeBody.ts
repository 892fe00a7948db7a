import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

interface Limits {
  readonly maxOutputLength?: number;
}

function inflate(bytes: Buffer, limits: Limits): Buffer {
  try {
    return inflateSync(bytes, limits);
  } catch {
    // Some servers take the name deflate by its word and leave out the zlib frame.
    return inflateRawSync(bytes, limits);
  }
}

const decoders: Readonly<Record<string, (bytes: Buffer, limits: Limits) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  deflate: inflate,
  zstd: zstdDecompressSync,
  identity: (bytes) => bytes,
};

/** Nobody packs a body more often; each time costs. */
const mostCodings = 4;

/**
 * Undoes the codings of a Content-Encoding header, the last one first. Throws on an unknown coding, on wrong data, and where more
 * bytes come out than the limit says.
 */
export function decodeBody(
  bytes: Buffer,
  encoding: string | undefined,
  limits: Limits = {},
): Buffer {
  if (bytes.length === 0) return bytes;
  const codings = (encoding ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  const named = codings.filter((coding) => coding !== '');
  if (named.length > mostCodings) throw new Error(`${named.length} content codings`);
  return named.toReversed().reduce((rest, coding) => {
    const decode = decoders[coding];
    if (decode === undefined) throw new Error(`unknown content coding '${coding}'`);
    return decode(rest, limits);
  }, bytes);
}
