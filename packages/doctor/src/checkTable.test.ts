import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from './checks/index.ts';
import { signInProblems } from './signIn/signInProblems.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/doctor.md'), 'utf8');

test('docs/doctor.md lists every check, with what it finds and how bad that is', () => {
  const rows = Object.entries(checks).map(([name, { symptom, looksAt, problems }]) => {
    const codes = Object.entries(problems).map(([code, severity]) => `\`${code}\` (${severity})`);
    return `| \`${name}\` | ${symptom} | ${looksAt} | ${codes.join(', ')} |`;
  });
  const listed = page
    .split('\n')
    .filter((line) => line.startsWith('| `') && line.split('|').length === 6);
  expect(listed).toEqual(rows);
});

test('docs/doctor.md lists everything that only a sign-in shows', () => {
  const rows = Object.entries(signInProblems).map(
    ([code, { severity, symptom, looksAt }]) =>
      `| \`${code}\` (${severity}) | ${symptom} | ${looksAt} |`,
  );
  const listed = page
    .split('\n')
    .filter((line) => line.startsWith('| `') && line.split('|').length === 5);
  expect(listed).toEqual(rows);
});
