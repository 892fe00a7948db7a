import type { Finding } from './checkFaults.ts';
import type { SchemathesisFinding } from './schemathesis/schemathesis.ts';

const shownClauses = 3;

const clauseList = ({ clauses: broken, warnings }: Finding): string => {
  const clauses = broken.length > 0 ? broken : warnings.map((clause) => `${clause} (warns)`);
  if (clauses.length === 0) return '**none**';
  const more = clauses.length - shownClauses;
  const shown = clauses.slice(0, shownClauses).map((clause) => `\`${clause}\``);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('<br>');
};

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');

const row = (finding: Finding): string => {
  const { fault, description, checks } = finding;
  return `| \`${cell(fault)}\` | ${cell(description)} | ${clauseList(finding)} | ${checks.length} |`;
};

const isFound = ({ clauses, warnings }: Finding): boolean => clauses.length + warnings.length > 0;

const isDerived = ({ fault }: Finding): boolean => fault.startsWith('break:');

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const section = (api: string, findings: readonly Finding[]): string[] => {
  const derived = findings.filter(isDerived);
  const named = derived.filter(({ fault, clauses, warnings }) =>
    [...clauses, ...warnings].includes(fault.slice('break:'.length)),
  );
  const other = derived.filter((finding) => !named.includes(finding));
  const planned = findings.filter((finding) => !isDerived(finding));
  const found = (list: readonly Finding[]): number => list.filter(isFound).length;
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

/** Both tools on the faults that both were run on. */
const comparison = (
  findings: readonly Finding[],
  others: readonly SchemathesisFinding[],
): string[] => {
  if (others.length === 0) return [];
  const own = new Map(findings.map((finding) => [`${finding.api} ${finding.fault}`, finding]));
  const pairs = others.flatMap((other) => {
    const finding = own.get(`${other.api} ${other.fault}`);
    return finding === undefined ? [] : [{ finding, other }];
  });
  const seconds = (numbers: readonly number[]): string => (median(numbers) / 1000).toFixed(1);
  const ours = pairs.map(({ finding }) => finding);
  const theirs = pairs.map(({ other }) => other);
  return [
    '## Beside Schemathesis',
    '',
    `Schemathesis 4.32.5 with all its checks, its own log-on or signature for each request, and \`--continue-on-failure\`, on`,
    `${pairs.length} of these faults (one of each family, every fourth family). Failures that it reports of the correct mock`,
    'as well do not count. Requests and seconds are those in the middle of all runs, on one machine that was busy otherwise.',
    '',
    '| tool | faults found | requests | seconds |',
    '| --- | --- | --- | --- |',
    `| these checks | ${ours.filter(isFound).length} | ${median(ours.map(({ requests }) => requests))} | ${seconds(ours.map(({ milliseconds }) => milliseconds))} |`,
    `| Schemathesis | ${theirs.filter(({ failures }) => failures.length > 0).length} | ${median(theirs.map(({ requests }) => requests))} | ${seconds(theirs.map(({ milliseconds }) => milliseconds))} |`,
    '',
  ];
};

/** The matrix of faults and what finds them, as a page of the documentation. */
export const faultPage = (
  findings: readonly Finding[],
  others: readonly SchemathesisFinding[],
): string => {
  const apis = [...new Set(findings.map(({ api }) => api))].toSorted();
  return [
    '<!-- Written by tests/mutants/src/writeFaultPage.ts. -->',
    '# Faults, and what finds them',
    '',
    'The mocks can be made to do each of these things wrong, one at a time: `pnpm conformance --fault NAME`. The checks know',
    'none of them; they are derived from the specifications. Faults `break:CLAUSE` break one clause each; those that their',
    'own clause names are counted, not listed.',
    '',
    ...comparison(findings, others),
    ...apis.flatMap((api) =>
      section(
        api,
        findings.filter((finding) => finding.api === api),
      ),
    ),
  ].join('\n');
};
