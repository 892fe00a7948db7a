import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from './decodeText.ts';
import { mask, standsForSecret } from './printable.ts';

test('any text comes back from UTF-8 and UTF-16, without its byte order mark', () => {
  const texts = fc
    .string({ unit: 'grapheme' })
    .filter((text) => !text.includes('\0') && !text.startsWith('\ufeff'));
  fc.assert(
    fc.property(texts, (text) => {
      const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
      for (const bytes of [
        Buffer.from(text),
        Buffer.from(`\ufeff${text}`),
        marked,
        Buffer.from(marked).swap16(),
      ])
        expect(decodeText(bytes)).toBe(text);
    }),
  );
});

test.each([
  ['Latin 1', Buffer.from('straße', 'latin1')],
  ['half a character', Buffer.from('ß').subarray(0, 1)],
  ['UTF-16 without its mark', Buffer.from('text', 'utf16le')],
  ['an odd number of bytes of UTF-16', Buffer.from([0xff, 0xfe, 0x41])],
  ['half a surrogate pair', Buffer.from([0xff, 0xfe, 0x00, 0xd8])],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])],
])('%s is refused, and not quoted', (_, bytes) => {
  expect(() => decodeText(bytes)).toThrow(/is not UTF-8|holds NUL|begins as UTF-16LE, and is none/);
});

test('a mask is what is shown in place of a secret, and a secret is none', () => {
  for (const one of [mask, '***', '********', ' •••• ', '*'])
    expect(standsForSecret(one)).toBe(true);
  for (const one of ['', ' ', 'a***', 'redacted', '*a*', `${mask}x`])
    expect(standsForSecret(one)).toBe(false);
});
