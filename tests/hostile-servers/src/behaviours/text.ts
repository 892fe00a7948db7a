import { type Behaviours, response, rightBody } from '../behaviour.ts';

function typed(type: string): readonly string[] {
  return [`content-type: ${type}`];
}

const json = typed('application/json');
/** Clears a screen, sets the title of a window, writes to the clipboard, rings. */
const escapes =
  '\u001b[2J\u001b]0;owned\u0007\u001b]52;c;b3duZWQ=\u0007\u009b31m\u0000\u007f\u202e';

/** What is written to terminals and logs. */
export const text: Behaviours = {
  'escapes-in-an-error': {
    what: 'sends escape sequences of terminals in an error',
    steps: [{ send: response(JSON.stringify({ ErrorMessage: escapes }), json, '500 Bad') }, 'end'],
    call: 'refused',
    run: ['violations'],
  },
  'raw-escapes': {
    what: 'sends raw escape sequences',
    steps: [{ send: response(escapes, json, '500 Bad') }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'escapes-in-a-header': {
    what: 'sends escape sequences in a header',
    steps: [{ send: response(rightBody, [...json, `x-a: ${escapes}`]) }, 'end'],
    call: 'unusable',
    run: ['unreachable', 'violations'],
  },
  'escapes-in-a-name': {
    what: 'sends escape sequences as the name of a property',
    steps: [{ send: response(JSON.stringify({ Providers: [], [escapes]: escapes })) }, 'end'],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'escapes-in-the-status-line': {
    what: 'sends escape sequences as the reason',
    steps: [{ send: response('{}', json, `500 ${escapes}`) }, 'end'],
    call: 'refused',
    run: ['unreachable', 'violations'],
  },
  'nul-bytes': {
    what: 'sends NUL bytes in JSON',
    steps: [{ send: response('{"Providers":\0\0[]}') }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'not-utf-8': {
    what: 'sends bytes that are no UTF-8',
    steps: [
      { send: response(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x22, 0x3a, 0x31, 0x7d])) },
      'end',
    ],
    call: 'done',
    run: ['violations'],
  },
  'byte-order-mark': {
    what: 'sends a byte order mark before JSON',
    steps: [{ send: response(`\uFEFF${rightBody}`) }, 'end'],
    call: 'done',
    run: ['violations'],
  },
  'utf-16': {
    what: 'sends UTF-16',
    steps: [
      {
        send: response(
          Buffer.from(`\uFEFF${rightBody}`, 'utf16le'),
          typed('application/json; charset=utf-16'),
        ),
      },
      'end',
    ],
    call: 'unusable',
    run: ['violations'],
  },
  'wrong-charset': {
    what: 'names a character set that nobody knows',
    steps: [{ send: response(rightBody, typed('application/json; charset=klingon')) }, 'end'],
    call: 'done',
    run: ['conformant', 'violations'],
  },
  'lone-surrogates': {
    what: 'sends halves of characters',
    steps: [{ send: response('{"ErrorMessage":"\\ud800 \\udfff"}', json, '500 Bad') }, 'end'],
    call: 'refused',
    run: ['violations'],
  },
  'html-page': {
    what: 'sends a page of HTML with a success',
    steps: [
      { send: response('<html><script>alert(1)</script></html>', typed('text/html')) },
      'end',
    ],
    call: 'unusable',
    run: ['violations'],
  },
  'html-error': {
    what: 'sends a page of HTML with an error',
    steps: [{ send: response('<h1>]]>&amp;</h1>', typed('text/html'), '502 Bad Gateway') }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'empty-body': {
    what: 'sends no body',
    steps: [{ send: response('') }, 'end'],
    call: 'unusable',
    run: ['violations'],
  },
  'no-type': {
    what: 'names no type',
    steps: [{ send: response(rightBody, []) }, 'end'],
    call: 'done',
    run: ['violations'],
  },
  'wrong-type': {
    what: 'names a type that is none',
    steps: [{ send: response(rightBody, typed(';;;===,,,')) }, 'end'],
    call: 'done',
    run: ['violations'],
  },
};
