import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CauseWay, causes } from './causes.ts';
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

const wayWords: Readonly<Record<CauseWay, string>> = {
  published: '',
  service: 'the service: ',
  signIn: 'a sign-in: ',
};

test('docs/doctor.md lists every cause that is known, with the findings that name it', () => {
  const rows = causes.map(({ symptom, was, codes, unnamed = '' }, index) => {
    const named = (Object.keys(wayWords) as CauseWay[]).flatMap((way) => {
      const own = codes[way] ?? [];
      return own.length === 0 ? [] : [wayWords[way] + own.map((code) => `\`${code}\``).join(', ')];
    });
    return `| ${index + 1} | ${symptom} | ${was} | ${[...named, unnamed].filter(Boolean).join('; ')} |`;
  });
  const listed = page
    .split('\n')
    .filter((line) => /^\| \d/.test(line) && line.split('|').length === 6);
  expect(listed).toEqual(rows);
  const codes = [
    ...Object.values(checks).flatMap(({ problems }) => Object.keys(problems)),
    ...Object.keys(signInProblems),
  ];
  expect(codes).toEqual(
    expect.arrayContaining(causes.flatMap((one) => Object.values(one.codes).flat())),
  );
});

test('docs/faq.md answers every cause that is known, and names the code that tells', () => {
  const root = join(import.meta.dirname, '../../..');
  const rows = readFileSync(join(root, 'docs/faq.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| \d/.test(line));
  expect(rows.map((row) => row.split(' | ')[1])).toEqual(causes.map(({ symptom }) => symptom));
  for (const [index, { codes }] of causes.entries()) {
    const lastCell = rows[index]?.split(' | ')[3] ?? '';
    const texts = [...lastCell.matchAll(/`([^`]+)`/g)].map(([, path = '']) =>
      readFileSync(join(root, path), 'utf8'),
    );
    expect(texts).not.toEqual([]);
    for (const code of Object.values(codes).flat())
      expect(
        texts.some((text) => text.includes(`'${code}'`)),
        `${code} of ${rows[index]}`,
      ).toBe(true);
  }
});
