import {
  type Behaviours,
  statusAndHeaders,
  response,
  rightBody,
  type HostileStep,
} from '../behaviour.ts';

const json = 'content-type: application/json';
const begun = `${statusAndHeaders('200 OK', json, 'content-length: 16')}{"Prov`;

function breaks(what: string, how: 'end' | 'reset', ...before: readonly HostileStep[]) {
  return {
    what: `${what}, and ${how === 'end' ? 'closes' : 'resets'} the connection`,
    steps: [...before, how],
    call: 'unusable' as const,
    // Five checks in a row without a response are unreachable; else no success could be seen, which is incomplete.
    run: ['unreachable' as const, 'violations' as const, 'incomplete' as const],
  };
}

/** Connections that break, at each moment, and TLS that comes to nothing. */
export const connection: Behaviours = {
  'reset-at-once': { ...breaks('takes a connection', 'reset'), at: 'accept' },
  'close-at-once': { ...breaks('takes a connection', 'end'), at: 'accept' },
  'reset-after-the-request': breaks('takes the request', 'reset'),
  'close-after-the-request': breaks('takes the request', 'end'),
  'reset-in-the-status-line': breaks('begins a status line', 'reset', { send: 'HTTP/1.1 2' }),
  'close-in-the-status-line': breaks('begins a status line', 'end', { send: 'HTTP/1.1 2' }),
  'reset-in-the-headers': breaks('begins a header', 'reset', { send: 'HTTP/1.1 200 OK\r\nco' }),
  'close-in-the-headers': breaks('begins a header', 'end', { send: 'HTTP/1.1 200 OK\r\nco' }),
  'reset-in-the-body': breaks('begins a body', 'reset', { send: begun }, { waitMs: 30 }),
  'close-in-the-body': breaks('begins a body', 'end', { send: begun }),
  'reset-after-the-response': {
    what: 'answers, and resets the connection',
    steps: [{ send: response(rightBody) }, { waitMs: 60 }, 'reset'],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'keep-alive-that-closes': {
    what: 'promises to keep the connection, and closes it',
    steps: [
      { send: response(rightBody, [json, 'connection: keep-alive', 'keep-alive: timeout=999']) },
      'end',
    ],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'response-before-the-request': {
    what: 'answers before the request is there',
    steps: [{ send: response(rightBody) }, 'stay'],
    at: 'accept',
    call: 'unusable',
    // Whether the response is there before a request decides each time anew what it is taken for.
    run: ['unreachable', 'violations', 'incomplete', 'unauthorised', 'flaky'],
  },
  'each-second-closes': {
    what: 'closes each second connection',
    eachSecond: true,
    steps: ['end'],
    call: 'done',
    // Which requests meet it differs: where it is the log-on, nothing is verified, and that is incomplete.
    run: ['violations', 'unreachable', 'conformant', 'incomplete', 'flaky'],
  },
  'half-a-handshake': {
    what: 'stops in the middle of the TLS handshake',
    secure: true,
    at: 'accept',
    steps: [{ send: Buffer.from('160303003a0200003603', 'hex') }, 'stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'no-handshake': {
    what: 'says nothing to a TLS handshake',
    secure: true,
    at: 'accept',
    steps: ['stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'plain-instead-of-tls': {
    what: 'answers a TLS handshake in plain HTTP',
    secure: true,
    at: 'accept',
    steps: [{ send: response(rightBody) }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'alert-flood': {
    what: 'sends TLS alerts without end',
    secure: true,
    at: 'accept',
    steps: [{ flood: Buffer.from('15030300020100'.repeat(100), 'hex') }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
};
