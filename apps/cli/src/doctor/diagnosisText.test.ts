import { expect, test } from 'vitest';
import { diagnosisText } from './diagnosisText.ts';

const given = `https://idp.example/${'tenant/'.repeat(12)}`;
const diagnosis = {
  severity: 'error',
  findings: [
    {
      code: 'issuerDiffers',
      check: 'issuer',
      severity: 'error',
      what: 'The provider names another issuer than the one that was given, and this sentence is long.',
      given,
      found: given.slice(0, -1),
      differsAt: given.length - 1,
      action:
        'Save the issuer exactly as the document has it, which is a long sentence too, as most are.',
      causes: [1],
    },
  ],
  unchecked: [
    { check: 'scopes', why: 'the scopes were not given' },
    { check: 'refreshTokens', why: 'the scopes were not given' },
  ],
} as const;

test('on a terminal, sentences are broken where it ends, and values are not', () => {
  const lines = diagnosisText(diagnosis, 60).split('\n');
  const value = lines.indexOf(`         given     ${given}`);
  expect(lines[value + 1]).toBe(`         provider  ${given.slice(0, -1)}`);
  expect(lines[value + 2]?.indexOf('^')).toBe(lines[value]?.lastIndexOf('/'));
  const others = lines.filter((_line, index) => index < value || index > value + 2);
  expect(others.filter((line) => line.length > 60)).toEqual([]);
  // The rest of a sentence is below its beginning.
  expect(lines.slice(0, 2).join('\n')).toMatch(/^error {4}The provider .*\n {9}\S/);
  expect(others.join('\n')).toMatch(/^ {9}to do {5}Save .*\n {19}\S/m);
});

test('elsewhere each sentence is one line, and names the cause that people know', () => {
  const text = diagnosisText(diagnosis);
  expect(text).toMatch(/^error {4}The provider .* is long\. \[issuerDiffers\]$/m);
  expect(text).toMatch(/^ {9}known as {2}1\. Issuer mismatch, and the two look the same: a slash/m);
  expect(text).toMatch(/^\? {8}scopes, refreshTokens: not looked at, the scopes were not given$/m);
});
