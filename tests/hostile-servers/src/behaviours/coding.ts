import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Behaviours, statusAndHeaders, response, rightBody } from '../behaviour.ts';

const json = 'content-type: application/json';
const megabyte = 1024 * 1024;

function packed(coding: string, body: Buffer, ...more: readonly string[]): Buffer {
  return response(body, [json, `content-encoding: ${coding}`, ...more]);
}

/** Parts of a gzip stream may follow each other: 16 MiB of spaces, so often. */
function bomb(times: number): Buffer {
  const part = gzipSync(Buffer.alloc(16 * megabyte, ' '));
  return Buffer.concat(Array.from({ length: times }, () => part));
}

/** A text that cannot be packed well. */
function noise(length: number): string {
  let state = 7;
  let text = '';
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += state.toString(36);
  }
  return text.slice(0, length);
}

const gzipped = gzipSync(rightBody);

/** Bodies that are packed, wrongly or to do harm. */
export const coding: Behaviours = {
  'gzip-bomb': {
    what: 'sends a gigabyte in a megabyte of gzip',
    steps: [{ send: packed('gzip', bomb(64)) }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'gzip-bomb-without-length': {
    what: 'sends a gigabyte in a megabyte of gzip and names no length',
    steps: [
      { send: statusAndHeaders('200 OK', json, 'content-encoding: gzip') },
      { send: bomb(64) },
      'end',
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'gzip-bomb-in-an-error': {
    what: 'sends a gigabyte of gzip with an error',
    steps: [
      { send: response(bomb(64), [json, 'content-encoding: gzip'], '500 Internal Server Error') },
      'end',
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'brotli-bomb': {
    what: 'sends 64 megabytes in a few bytes of brotli',
    steps: [{ send: packed('br', brotliCompressSync(Buffer.alloc(64 * megabyte, ' '))) }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'gzip-in-gzip-bomb': {
    what: 'sends a bomb that is packed twice',
    steps: [{ send: packed('gzip, gzip', gzipSync(bomb(64))) }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'gzip-then-close': {
    what: 'sends a long packed body on a connection that it closes',
    steps: [
      {
        send: packed(
          'gzip',
          gzipSync(JSON.stringify({ Providers: [], more: noise(400_000) })),
          'connection: close',
        ),
      },
      'end',
    ],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'gzip-garbage': {
    what: 'calls garbage gzip',
    steps: [{ send: packed('gzip', Buffer.from('garbage'.repeat(100))) }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'gzip-cut-off': {
    what: 'leaves out the end of gzip, where the whole text is there',
    steps: [{ send: packed('gzip', gzipped.subarray(0, -9)) }, 'end'],
    call: 'done',
    run: ['violations'],
  },
  'gzip-cut-in-two': {
    what: 'cuts gzip in two',
    steps: [{ send: packed('gzip', gzipped.subarray(0, gzipped.length / 2)) }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'gzip-wrong-sum': {
    what: 'sends gzip with a wrong checksum',
    steps: [
      { send: packed('gzip', Buffer.concat([gzipped.subarray(0, -8), Buffer.alloc(8, 1)])) },
      'end',
    ],
    call: 'unusable',
    run: ['violations'],
  },
  'deflate-garbage': {
    what: 'calls garbage deflate',
    steps: [{ send: packed('deflate', Buffer.from('x\u009cgarbage'.repeat(50))) }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'brotli-garbage': {
    what: 'calls garbage brotli',
    steps: [{ send: packed('br', Buffer.from('garbage'.repeat(50))) }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'zstd-garbage': {
    what: 'calls garbage zstd',
    steps: [{ send: packed('zstd', Buffer.from('garbage'.repeat(50))) }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'unknown-coding': {
    what: 'names a coding that nobody knows',
    steps: [{ send: packed('rot13', Buffer.from(rightBody)) }, 'end'],
    call: 'done',
    run: ['violations'],
  },
  'many-codings': {
    what: 'says that the body is packed three hundred times',
    steps: [{ send: packed(Array(300).fill('gzip').join(', '), gzipped) }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'not-packed': {
    what: 'says gzip and sends plain text',
    steps: [{ send: packed('gzip', Buffer.from(rightBody)) }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
};
