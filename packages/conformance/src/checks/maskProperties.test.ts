import { assert, constantFrom, nat, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { maskProperties } from './maskProperties.ts';

const mask = '[redacted]';

test('a secret is masked wherever the text around it was cut', { timeout: 30_000 }, () => {
  assert(
    property(
      string({ unit: 'binary', minLength: 1 }),
      constantFrom('', ' ', '\n\t'),
      nat(),
      (odd, space, at) => {
        const secret = `hush${odd}hush`;
        const whole = `{"a":{"SECRET"${space}:${space}${JSON.stringify(secret)},"b":"kept"}}`;
        const cut = whole.slice(0, at % whole.length);
        expect(maskProperties(cut, ['secret'], mask)).not.toContain('hush');
        expect(maskProperties(`${whole}]`, ['secret'], mask)).toBe(
          `{"a":{"SECRET"${space}:${space}"${mask}","b":"kept"}}]`,
        );
      },
    ),
  );
});

test.each([
  ['{"secret":12345,"b":1', '{"secret":"[redacted]","b":1'],
  ['{"secret":{"x":"hush"},', '{"secret":"[redacted]"'],
  ['{"secret":["hush"', '{"secret":"[redacted]"'],
  ['{"b":"secret", "other":"x"', '{"b":"secret", "other":"x"'],
  ['no JSON at all', 'no JSON at all'],
])('%j becomes %j', (text, masked) => {
  expect(maskProperties(text, ['secret', 'clientSecret'], mask)).toBe(masked);
});
