import { expect, test } from 'vitest';
import { faultText } from './faultText.ts';

const secret = 'geheim-1234';

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const faults: readonly [string, () => unknown][] = [
  ['the value of a header', () => new Headers({ authorization: `${secret}"\n${secret}` })],
  ['a text that is no JSON', () => JSON.parse(`${secret}: ${'x'.repeat(50)}`)],
  ['a text that is no URL', () => new URL(`http://${secret} `, secret)],
];

test.each(faults)('%s is not told, but where it was met', (_, act) => {
  const error = new Error('outer', { cause: thrownBy(act) });
  const text = faultText(Object.assign(error, { headers: { authorization: secret } }));
  expect(text).not.toContain(secret);
  expect(text).toMatch(/^Error: outer\n {4}at [^]*\ncaused by (?:Type|Syntax)Error: [^]*\n {4}at /);
});

test('what is no error is not shown either', () => {
  expect(faultText(secret)).toBe('a string was thrown');
});
