import { type Behaviours, statusAndHeaders, response, rightBody } from '../behaviour.ts';

const json = 'content-type: application/json';
const error = '{"ErrorCode":"PASWS000E","ErrorMessage":"no"}';

function answers(status: string, body: string, ...more: readonly string[]) {
  return [{ send: response(body, [json, ...more], status) }, 'end' as const];
}

/** Statuses that nobody expects, and other protocols. */
export const statuses: Behaviours = {
  'status-999': {
    what: 'answers 999',
    steps: answers('999 Whatever', '{}'),
    call: 'unusable',
    run: ['violations', 'unreachable'],
  },
  'status-099': {
    what: 'answers 099',
    steps: answers('099 Whatever', '{}'),
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'status-1000': {
    what: 'answers 1000',
    steps: answers('1000 Whatever', '{}'),
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'status-none': {
    what: 'answers without a status',
    steps: answers('OK', '{}'),
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  '204-with-a-body': {
    what: 'sends a body with 204',
    steps: [
      { send: `${statusAndHeaders('204 No Content', 'content-length: 16')}${rightBody}` },
      'end',
    ],
    call: 'unusable',
    run: ['violations', 'unreachable'],
  },
  '304-with-a-body': {
    what: 'sends a body with 304',
    steps: [
      { send: `${statusAndHeaders('304 Not Modified', 'content-length: 16')}${rightBody}` },
      'end',
    ],
    call: 'unusable',
    run: ['violations', 'unreachable'],
  },
  '205-with-a-body': {
    what: 'sends a body with 205',
    steps: answers('205 Reset Content', rightBody),
    call: 'unusable',
    run: ['violations'],
  },
  upgrade: {
    what: 'wants to speak something else',
    steps: [
      {
        send: statusAndHeaders(
          '101 Switching Protocols',
          'connection: upgrade',
          'upgrade: websocket',
        ),
      },
      'stay',
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  '429-for-ever': {
    what: 'answers 429 to everything',
    steps: answers('429 Too Many Requests', error),
    call: 'refused',
    run: ['rateLimited', 'violations'],
  },
  '429-for-years': {
    what: 'asks to wait for years',
    steps: answers('429 Too Many Requests', error, 'retry-after: 99999999999'),
    call: 'refused',
    run: ['rateLimited', 'violations'],
  },
  '429-until-a-date': {
    what: 'asks to wait until the year 9999',
    steps: answers('429 Too Many Requests', error, 'retry-after: Fri, 31 Dec 9999 23:59:59 GMT'),
    call: 'refused',
    run: ['rateLimited', 'violations'],
  },
  '429-below-nothing': {
    what: 'asks to wait less than nothing',
    steps: answers('429 Too Many Requests', error, 'retry-after: -5'),
    call: 'refused',
    run: ['rateLimited', 'violations'],
  },
  '503-for-years': {
    what: 'answers 503 and asks to wait for years',
    steps: answers('503 Service Unavailable', error, 'retry-after: 4294967296'),
    call: 'unusable',
    run: ['violations'],
  },
  '401-for-ever': {
    what: 'answers 401 to every session',
    steps: answers('401 Unauthorized', error, 'www-authenticate: Basic realm="x"'),
    call: 'refused',
    run: ['violations', 'unauthorised'],
  },
  '407': {
    what: 'answers as a proxy that wants credentials',
    steps: answers('407 Proxy Authentication Required', '{}', 'proxy-authenticate: Basic'),
    call: 'unusable',
    run: ['violations'],
  },
  'http-0.9': {
    what: 'speaks HTTP/0.9',
    steps: [{ send: rightBody }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'http-2': {
    what: 'speaks HTTP/2',
    steps: [
      { send: Buffer.from('000012040000000000000300000080000400010000000500ffffff', 'hex') },
      'stay',
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'http-9.9': {
    what: 'speaks HTTP/9.9',
    steps: [{ send: `HTTP/9.9 200 OK\r\ncontent-length: 16\r\n\r\n${rightBody}` }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'other-protocol': {
    what: 'speaks the protocol of SSH',
    steps: [{ send: 'SSH-2.0-OpenSSH_9.9\r\n' }, 'stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'bad-header-names': {
    what: 'sends header lines that are none',
    steps: [{ send: `HTTP/1.1 200 OK\r\n: a\r\nb\r\n c\r\n\r\n${rightBody}` }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'own-names-as-headers': {
    what: "uses names of JavaScript's own objects as headers",
    steps: [
      { send: response(rightBody, [json, '__proto__: a', 'constructor: b', 'tostring: c']) },
      'end',
    ],
    call: 'done',
    run: ['conformant', 'violations'],
  },
};
