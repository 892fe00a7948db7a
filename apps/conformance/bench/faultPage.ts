import type { Finding } from './checkFaults.ts';

const shownClauses = 3;

const clauseList = (clauses: readonly string[]): string => {
  if (clauses.length === 0) return '**none**';
  const more = clauses.length - shownClauses;
  const shown = clauses.slice(0, shownClauses).map((clause) => `\`${clause}\``);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('<br>');
};

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');

const row = ({ fault, description, clauses, checks }: Finding): string =>
  `| \`${cell(fault)}\` | ${cell(description)} | ${clauseList(clauses)} | ${checks.length} |`;

const isDerived = ({ fault }: Finding): boolean => fault.startsWith('break:');

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const section = (api: string, findings: readonly Finding[]): string[] => {
  const derived = findings.filter(isDerived);
  const named = derived.filter(({ fault, clauses }) =>
    clauses.includes(fault.slice('break:'.length)),
  );
  const other = derived.filter((finding) => !named.includes(finding));
  const planned = findings.filter((finding) => !isDerived(finding));
  const found = (list: readonly Finding[]): number =>
    list.filter(({ clauses }) => clauses.length > 0).length;
  return [
    `## ${api}`,
    '',
    `${found(planned)} of ${planned.length} faults found, and ${found(derived)} of ${derived.length} that break one clause each` +
      ` (${named.length} named by that very clause). A run took ${median(findings.map(({ requests }) => requests))} requests` +
      ' in the middle, without those of checks that repeat or wait on purpose.',
    '',
    '| fault | what the server does wrong | clauses that name it | failed checks |',
    '| --- | --- | --- | --- |',
    ...planned.map(row),
    ...other.map(row),
    '',
  ];
};

/** The matrix of faults and what finds them, as a page of the documentation. */
export const faultPage = (findings: readonly Finding[]): string => {
  const apis = [...new Set(findings.map(({ api }) => api))].toSorted();
  return [
    '<!-- Written by apps/conformance/bench/faultTable.ts. -->',
    '# Faults, and what finds them',
    '',
    'The mocks can be made to do each of these things wrong, one at a time: `pnpm conformance --fault NAME`. The checks know',
    'none of them; they are derived from the specifications. Faults `break:CLAUSE` break one clause each; those that their',
    'own clause names are counted, not listed.',
    '',
    ...apis.flatMap((api) =>
      section(
        api,
        findings.filter((finding) => finding.api === api),
      ),
    ),
  ].join('\n');
};
