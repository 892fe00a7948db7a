import { type Behaviours, statusAndHeaders, response, rightBody } from '../behaviour.ts';

const json = 'content-type: application/json';
const megabyte = 1024 * 1024;

/** More than anybody reads. */
export const size: Behaviours = {
  'endless-body': {
    what: 'sends a body without end',
    steps: [{ send: statusAndHeaders('200 OK', json) }, { flood: ' '.repeat(65_536) }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'endless-body-with-length': {
    what: 'names a length of a terabyte and sends it',
    steps: [
      { send: statusAndHeaders('200 OK', json, 'content-length: 1099511627776') },
      { flood: ' '.repeat(65_536) },
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'length-of-a-terabyte': {
    what: 'names a length of a terabyte and sends nothing',
    steps: [{ send: statusAndHeaders('200 OK', json, 'content-length: 1099511627776') }, 'stay'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'many-headers': {
    what: 'sends ten thousand headers',
    steps: [{ send: `HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(10_000)}\r\n${rightBody}` }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'huge-header': {
    what: 'sends a header of a megabyte',
    steps: [
      { send: statusAndHeaders('200 OK', json, `x-a: ${'b'.repeat(megabyte)}`) + rightBody },
      'end',
    ],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'endless-header': {
    what: 'sends a header without end',
    steps: [{ send: 'HTTP/1.1 200 OK\r\nx-a: ' }, { flood: 'b'.repeat(65_536) }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'endless-headers': {
    what: 'sends header after header',
    steps: [{ send: 'HTTP/1.1 200 OK\r\n' }, { flood: 'x-a: b\r\n'.repeat(1000) }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'endless-status-line': {
    what: 'sends a status line without end',
    steps: [{ send: 'HTTP/1.1 200 ' }, { flood: 'O'.repeat(65_536) }],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'many-cookies': {
    what: 'sets a thousand cookies',
    steps: [
      {
        send: response(rightBody, [
          json,
          ...Array.from({ length: 1000 }, (_, index) => `set-cookie: c${index}=1`),
        ]),
      },
      'end',
    ],
    call: 'done',
    run: ['unreachable', 'violations'],
  },
  'some-cookies': {
    what: 'sets cookies as long as headers may be',
    steps: [
      {
        send: response(rightBody, [
          json,
          ...Array.from({ length: 3 }, (_, index) => `set-cookie: c${index}=${'x'.repeat(4000)}`),
        ]),
      },
      'end',
    ],
    call: 'done',
    run: ['conformant', 'violations', 'unreachable'],
  },
  'too-long': {
    what: 'sends JSON of more than is read',
    steps: [{ send: response(`{"Providers":[],"more":"${'x'.repeat(20 * megabyte)}"}`) }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'long-list': {
    what: 'sends a list of 50,000 things that are none',
    steps: [{ send: response(`{"Providers":[${'1,'.repeat(49_999)}1]}`) }, 'end'],
    call: 'done',
    run: ['violations'],
  },
  'long-elements': {
    what: 'sends a list of 5,000 providers',
    steps: [
      {
        send: response(
          `{"Providers":[${Array.from({ length: 5000 }, (_, index) => `{"id":"p${index}","clientId":"a"}`).join()}]}`,
        ),
      },
      'end',
    ],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'long-text': {
    what: 'sends a text of a megabyte in an error',
    steps: [
      {
        send: response(`{"ErrorMessage":"${'x'.repeat(megabyte)}"}`, [json], '500 Oh'),
      },
      'end',
    ],
    call: 'refused',
    run: ['violations'],
  },
  'many-properties': {
    what: 'sends an object of 20,000 properties',
    steps: [
      {
        send: response(
          `{"Providers":[],${Array.from({ length: 20_000 }, (_, index) => `"p${index}":1`).join()}}`,
        ),
      },
      'end',
    ],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'many-secrets': {
    what: 'sends 10,000 secrets of its own',
    steps: [
      {
        send: response(
          `{"Providers":[${Array.from({ length: 10_000 }, (_, index) => `{"id":"p${index}","clientSecret":"own-secret-${index}"}`).join()}]}`,
        ),
      },
      'end',
    ],
    call: 'done',
    run: ['violations'],
  },
};
