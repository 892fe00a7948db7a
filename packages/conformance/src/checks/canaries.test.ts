import { assert, constantFrom, integer, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { Canaries } from './canaries.ts';

test('a secret is found in any text, however it is written', () => {
  const canaries = new Canaries('r1');
  const secret = canaries.make({ resource: 'provider', key: 'a' });
  const plain: ((text: string) => string)[] = [
    (text) => text,
    (text) => JSON.stringify(text),
    (text) => encodeURIComponent(text),
    (text) => text.toUpperCase(),
  ];
  const encoded: ((text: string) => string)[] = [
    (text) => Buffer.from(text).toString('base64'),
    (text) => Buffer.from(text).toString('base64url'),
    (text) => Buffer.from(text).toString('hex'),
  ];
  assert(
    property(string(), string(), constantFrom(...plain), (before, after, write) => {
      expect(canaries.in(write(before + secret + after)).map(({ core }) => core)).toEqual([secret]);
    }),
  );
  assert(
    property(string(), string(), constantFrom(...encoded), (before, after, write) => {
      expect(canaries.isEncodedIn(write(before + secret + after))).toBe(true);
    }),
  );
});

test('a text without a secret holds none', () => {
  const canaries = new Canaries('r1');
  canaries.make({});
  assert(
    property(string(), (text) => {
      expect(canaries.in(text)).toEqual([]);
      expect(canaries.isEncodedIn(text)).toBe(false);
    }),
  );
});

test('secrets differ, fill a length, and belong to whom they were sent', () => {
  const canaries = new Canaries('r1');
  assert(
    property(integer({ min: 0, max: 200 }), (length) => {
      const one = canaries.make({ key: 'one' }, length);
      const other = canaries.make({ key: 'other' }, length);
      expect(one).not.toBe(other);
      expect(one.length).toBeGreaterThanOrEqual(length);
      canaries.assign(`{"secret":"${one}"}`, { key: 'third' });
      expect(canaries.in(one)[0]?.owner).toEqual({ key: 'third' });
      expect(canaries.in(other)[0]?.owner).toEqual({ key: 'other' });
    }),
  );
});
