import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createNotesClient } from './fixtures/notesClient.ts';
import { printable } from './index.ts';
import { terminalOf } from './terminal.ts';

/** Every code point below U+00A0, and the marks that turn the direction of a text. */
const everything = [
  ...Array.from({ length: 0xa0 }, (_, code) => code),
  0x061c,
  0x200e,
  0x200f,
  0x202a,
  0x202b,
  0x202c,
  0x202d,
  0x202e,
  0x2066,
  0x2067,
  0x2068,
  0x2069,
].map((code) => String.fromCharCode(code));

test('what controls a terminal is written out, and everything else stays', () => {
  for (const character of everything) {
    const isPlain = /[ -~]/.test(character);
    expect(printable(`a${character}b`)).toMatch(isPlain ? /^a[ -~]b$/ : /^a\\u[0-9a-f]{4}b$/);
  }
  expect(printable('ä€😀\u00a0\u200d\u2028')).toBe('ä€😀\u00a0\u200d\u2028');
});

test('in JSON it stands for the same', () => {
  const value = { [everything.join('')]: everything };
  const printed = printable(JSON.stringify(value));
  expect(JSON.parse(printed)).toEqual(value);
  expect(printed).toMatch(/^[ -~]*$/);
});

test('whatever is printed on a terminal is made printable, line by line', () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const terminal = terminalOf({ stdin, stdout, stderr, env: {} } as unknown as NodeJS.Process);
  terminal.stdout.write('a\u001b[2J\n\u202eb\n');
  terminal.stderr.write('c\r\u009bd\n');
  terminal.screen?.write('\r\u001b[2K');
  expect(String(stdout.read())).toBe('a\\u001b[2J\n\\u202eb\n');
  expect(String(stderr.read())).toBe('c\\u000d\\u009bd\n\r\u001b[2K');
});

test.each([400, 404, 418])(
  'the error of a response with %i is one line, and controls nothing',
  async (status) => {
    const { methods } = createNotesClient('https://notes.example', {
      retry: false,
      fetch: async () =>
        Response.json(
          { kind: everything.join(''), message: everything.join('') },
          { status, headers: { 'x-request-id': 'a\u009bb' } },
        ),
    });
    const error: unknown = await methods.getNote({ id: 'a' }).catch((caught: unknown) => caught);
    if (!(error instanceof Error)) throw new Error('No error was thrown');
    expect(error.message).toMatch(/^[ -~]+$/);
    expect(error).toMatchObject({ requestId: 'a\\u009bb' });
  },
);
