import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlainHeaders } from './PlainHeaders.ts';

const name = fc.constantFrom('a', 'A', 'content-type', 'Set-Cookie', 'set-cookie', 'x-b');
const value = fc.constantFrom('1', ' 2\t', 'a=b; Path=/', 'a, b');
const change = fc.oneof(
  fc.tuple(fc.constantFrom('append', 'set'), name, value),
  fc.tuple(fc.constant('delete'), name, fc.constant('')),
);

function shown(headers: PlainHeaders | Headers): unknown {
  const each: string[][] = [];
  headers.forEach((one, of) => each.push([of, one]));
  return {
    entries: [...headers.entries()],
    keys: [...headers.keys()],
    values: [...headers.values()],
    iterated: [...headers],
    each,
    cookies: headers.getSetCookie(),
    found: ['A', 'content-type', 'Set-Cookie', 'none'].map((of) => [
      headers.get(of),
      headers.has(of),
    ]),
  };
}

test('after whatever changes, they say what the Headers of Node say', () => {
  fc.assert(
    fc.property(fc.array(change), fc.dictionary(name, value), (changes, given) => {
      const [own, real] = [new PlainHeaders(given), new Headers(given)];
      for (const [method, of, to] of changes)
        for (const headers of [own, real])
          if (method === 'delete') headers.delete(of);
          else headers[method](of, to);
      expect(shown(own)).toEqual(shown(real));
      expect(shown(new PlainHeaders(own))).toEqual(shown(new Headers(real)));
      expect(shown(new PlainHeaders([...real]))).toEqual(shown(real));
    }),
  );
});
