import { type Behaviours, statusAndHeaders, response, rightBody } from '../behaviour.ts';

const json = 'content-type: application/json';

/** Servers that take their time. */
export const timing: Behaviours = {
  'no-byte': {
    what: 'takes the request and says nothing',
    steps: ['stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'slow-status-line': {
    what: 'sends the status line byte by byte',
    steps: [{ flood: 'H', everyMs: 50 }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'slow-headers': {
    what: 'sends a header now and then, without end',
    steps: [{ send: 'HTTP/1.1 200 OK\r\n' }, { flood: 'x-a: b\r\n', everyMs: 50 }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'slow-body': {
    what: 'sends the body byte by byte, without end',
    steps: [{ send: statusAndHeaders('200 OK', json) }, { flood: ' ', everyMs: 50 }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'slow-chunks': {
    what: 'sends a chunk of one byte now and then',
    steps: [
      { send: statusAndHeaders('200 OK', json, 'transfer-encoding: chunked') },
      { flood: '1\r\n \r\n', everyMs: 50 },
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'body-stops': {
    what: 'stops in the middle of the body',
    steps: [{ send: `${statusAndHeaders('200 OK', json, 'content-length: 16')}{"Prov` }, 'stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'headers-stop': {
    what: 'stops in the middle of the headers',
    steps: [{ send: 'HTTP/1.1 200 OK\r\ncontent-' }, 'stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'endless-continue': {
    what: 'says 100 Continue without end',
    steps: [{ flood: statusAndHeaders('100 Continue').repeat(1000) }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'slow-continue': {
    what: 'says 100 Continue now and then',
    steps: [{ flood: statusAndHeaders('100 Continue'), everyMs: 50 }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'processing-then-nothing': {
    what: 'says that it works on it, and nothing more',
    steps: [{ send: statusAndHeaders('102 Processing') }, 'stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'early-hints-flood': {
    what: 'sends many early hints before the response',
    steps: [
      { send: statusAndHeaders('103 Early Hints', 'link: </a>; rel=preload').repeat(2000) },
      { send: response(rightBody) },
      'end',
    ],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'stays-open': {
    what: 'leaves the connection open behind a response without a length',
    steps: [{ send: statusAndHeaders('200 OK', json) + rightBody }, 'stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
};
