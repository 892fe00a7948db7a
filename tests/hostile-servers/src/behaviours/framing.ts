import { type Behaviours, statusAndHeaders, response, rightBody } from '../behaviour.ts';

const json = 'content-type: application/json';
const chunked = statusAndHeaders('200 OK', json, 'transfer-encoding: chunked');

/** Lengths and chunks that lie. */
export const framing: Behaviours = {
  'length-too-long': {
    what: 'ends before the length that it names',
    steps: [{ send: statusAndHeaders('200 OK', json, 'content-length: 900') + rightBody }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'length-too-short': {
    what: 'sends more than the length that it names',
    steps: [{ send: statusAndHeaders('200 OK', json, 'content-length: 3') + rightBody }, 'end'],
    call: 'unusable',
    run: ['violations', 'unreachable'],
  },
  'length-negative': {
    what: 'names a length below nothing',
    steps: [{ send: statusAndHeaders('200 OK', json, 'content-length: -5') + rightBody }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'length-text': {
    what: 'names a length that is no number',
    steps: [{ send: statusAndHeaders('200 OK', json, 'content-length: many') + rightBody }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'length-beyond-numbers': {
    what: 'names a length that no number holds',
    steps: [
      { send: statusAndHeaders('200 OK', json, `content-length: ${'9'.repeat(400)}`) },
      'stay',
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'two-lengths': {
    what: 'names two lengths',
    steps: [
      {
        send:
          statusAndHeaders('200 OK', json, 'content-length: 16', 'content-length: 3') + rightBody,
      },
      'end',
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'length-and-chunks': {
    what: 'names a length and sends chunks',
    steps: [
      {
        send: `${statusAndHeaders('200 OK', json, 'content-length: 3', 'transfer-encoding: chunked')}10\r\n${rightBody}\r\n0\r\n\r\n`,
      },
      'end',
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'chunk-size-garbage': {
    what: 'sends a chunk whose length is no number',
    steps: [{ send: `${chunked}zz\r\n${rightBody}\r\n0\r\n\r\n` }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'chunk-size-negative': {
    what: 'sends a chunk whose length is below nothing',
    steps: [{ send: `${chunked}-5\r\n${rightBody}\r\n0\r\n\r\n` }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'chunk-size-huge': {
    what: 'sends a chunk that is said to be endless',
    steps: [{ send: `${chunked}fffffffffffffff\r\n${rightBody}` }, 'stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'chunk-size-too-huge': {
    what: 'sends a chunk whose length has a thousand digits',
    steps: [{ send: `${chunked}${'f'.repeat(1000)}\r\n${rightBody}` }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'no-last-chunk': {
    what: 'leaves out the last chunk',
    steps: [{ send: `${chunked}10\r\n${rightBody}\r\n` }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'endless-chunks': {
    what: 'sends chunk after chunk',
    steps: [{ send: chunked }, { flood: `1000\r\n${' '.repeat(4096)}\r\n` }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'endless-small-chunks': {
    what: 'sends chunks of one byte without end',
    steps: [{ send: chunked }, { flood: '1\r\n \r\n'.repeat(1000) }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'endless-chunk-extension': {
    what: 'sends a chunk with an endless extension',
    steps: [{ send: `${chunked}10;a=` }, { flood: 'a'.repeat(65_536) }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'endless-trailers': {
    what: 'sends headers behind the body without end',
    steps: [
      { send: `${chunked}10\r\n${rightBody}\r\n0\r\n` },
      { flood: 'x-more: 1\r\n'.repeat(1000) },
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'unknown-transfer-coding': {
    what: 'names a transfer coding that nobody knows',
    steps: [
      { send: statusAndHeaders('200 OK', json, 'transfer-encoding: secret') + rightBody },
      'end',
    ],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'no-length': {
    what: 'names no length and ends the connection',
    steps: [{ send: statusAndHeaders('200 OK', json) + rightBody }, 'end'],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'garbage-behind': {
    what: 'sends garbage behind the response',
    steps: [{ send: response(rightBody) }, { send: '\0\u0001garbage'.repeat(100) }, 'end'],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'two-responses': {
    what: 'sends two responses to one request',
    steps: [
      { send: Buffer.concat([response(rightBody), response('{"Providers":[{"id":"other"}]}')]) },
      'stay',
    ],
    call: 'done',
    run: ['conformant', 'violations'],
  },
};
