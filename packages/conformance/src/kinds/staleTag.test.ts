import { expect, test } from 'vitest';
import { unlikeTag } from './staleTag.ts';

test.each(['"AAAAAAAAB90="', '"AAAAAAAAB9E="', 'W/"AAAAAAAAB9E="'])(
  'the bytes of %s as Base64 are other ones',
  (tag) => {
    const bytesOf = (text: string): string =>
      Buffer.from(text.split('"')[1] ?? '', 'base64').toString('hex');
    expect(bytesOf(unlikeTag(tag))).not.toBe(bytesOf(tag));
  },
);

test.each([
  ['"7"', '"0"'],
  ['"0"', '"1"'],
  ['W/"v12"', 'W/"v1a"'],
  ['"-a-"', '"-0-"'],
  ['"12"', '"10"'],
  ['"--"', '"0"'],
])('%s becomes %s', (tag, other) => {
  expect(unlikeTag(tag)).toBe(other);
});
