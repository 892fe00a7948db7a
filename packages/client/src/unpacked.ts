import type { IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';

/** In each other; undici takes no more either. */
const mostPackings = 5;

/** What was cut off is given as far as it came, and nothing is the packing of nothing, as undici and curl have it. */
function lenient() {
  const { Z_SYNC_FLUSH } = process.getBuiltinModule('node:zlib').constants;
  return { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH };
}

/** Some servers leave out the head that `deflate` should have; the first byte tells. */
async function* inflated(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = packed[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const all = async function* all(): AsyncGenerator<Uint8Array> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  const { createInflate, createInflateRaw } = process.getBuiltinModule('node:zlib');
  const { pipeline } = process.getBuiltinModule('node:stream');
  const hasHead = ((first.value[0] ?? 0) & 0x0f) === 8;
  const inflate = hasHead ? createInflate(lenient()) : createInflateRaw(lenient());
  yield* pipeline(all, inflate, () => undefined);
}

/** What undoes one packing; nothing where its name is not known. */
function unpacker(name: string): Duplex | undefined {
  const zlib = process.getBuiltinModule('node:zlib');
  const { BROTLI_OPERATION_FLUSH, ZSTD_d_windowLogMax, ZSTD_e_flush } = zlib.constants;
  const { Duplex } = process.getBuiltinModule('node:stream');
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(lenient());
    case 'deflate':
      return Duplex.from(inflated);
    case 'br':
      return zlib.createBrotliDecompress({
        flush: BROTLI_OPERATION_FLUSH,
        finishFlush: BROTLI_OPERATION_FLUSH,
      });
    case 'zstd':
      // Nobody has to unpack a larger window than 8 MiB (RFC 9659, section 3).
      return zlib.createZstdDecompress({
        finishFlush: ZSTD_e_flush,
        params: { [ZSTD_d_windowLogMax]: 23 },
      });
    default:
      return undefined;
  }
}

/**
 * The body of a response as it was before the server packed it, which it was not asked to do. A body that may not be there, and one
 * with a packing that is not known, is given as it is. Throws where it is packed too often.
 */
export function unpacked(incoming: IncomingMessage, method: string): Readable {
  const { headers, statusCode } = incoming;
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304) return incoming;
  const names = headers['content-encoding']?.toLowerCase().split(',') ?? [];
  if (names.length > mostPackings) {
    incoming.destroy();
    throw new Error(`a body that was packed ${names.length} times; ${mostPackings} are taken`);
  }
  const unpackers = names.toReversed().map((name) => unpacker(name.trim()));
  const known = unpackers.filter((one) => one !== undefined);
  const last = known.at(-1);
  if (last === undefined || known.length < unpackers.length) return incoming;
  const { pipeline } = process.getBuiltinModule('node:stream');
  // What goes wrong is seen by whoever reads the end of it.
  pipeline([incoming, ...known], () => undefined);
  return last;
}
