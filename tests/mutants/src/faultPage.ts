import type { Finding } from './faultyServer.ts';
import { isByOutsider, outsiderSection } from './outsiderSection.ts';

const begin = '<!-- Written by tests/mutants/src/runMatrix.ts from here on. -->';
const shownClauses = 3;

/** The page of the documentation: what people wrote, then the tables of what the checks find. */
export function faultPage(text: string, findings: readonly Finding[]): string {
  const [written = ''] = text.split(begin, 1);
  const apis = [...new Set(findings.map(({ api }) => api))].toSorted();
  const sections = apis.flatMap((api) =>
    section(
      api,
      findings.filter((finding) => finding.api === api),
    ),
  );
  return [`${written}${begin}`, '', ...outsiderSection(findings), ...sections].join('\n');
}

function section(api: string, findings: readonly Finding[]): readonly string[] {
  const mutants = findings.filter(({ fault }) => fault.startsWith('break:'));
  const twins = findings.filter(({ operation }) => operation !== undefined);
  const elsewhere = [...mutants, ...twins, ...findings.filter(isByOutsider)];
  const realistic = findings.filter((one) => !elsewhere.includes(one));
  const narrow = mutants.filter(({ fault }) => fault.includes('/'));
  return [
    `## ${api}`,
    '',
    `Found: ${realistic.length} faults; ${twins.length} times one of them in a single handler; and ${mutants.length} servers that break one clause each, by a check of that clause, ${narrow.length} of them in one narrow way only.`,
    '',
    '| narrow way | what the server does wrong | servers |',
    '| --- | --- | --- |',
    ...[...Map.groupBy(narrow, narrowWay)].map(
      ([way, [first, ...others]]) =>
        `| \`${cell(way)}\` | ${cell(first?.description ?? '')} | ${others.length + 1} |`,
    ),
    '',
    '| fault | what the server does wrong | clauses that name it |',
    '| --- | --- | --- |',
    ...realistic.map(
      (finding) =>
        `| \`${cell(finding.fault)}\` | ${cell(finding.description)} | ${clauseCell(finding)} |`,
    ),
    '',
  ];
}

function clauseCell({ clauses, warnings }: Finding): string {
  const named = [
    ...clauses.map((clause) => `\`${clause}\``),
    ...warnings.map((clause) => `\`${clause}\` (warns)`),
  ];
  if (named.length === 0) return '**none**';
  const more = named.length - shownClauses;
  return [...named.slice(0, shownClauses), ...(more > 0 ? [`and ${more} more`] : [])].join('<br>');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}

/** `name` of `break:clause/name.operation`. */
function narrowWay({ fault }: Finding): string {
  return fault.slice(fault.indexOf('/') + 1).split('.', 1)[0] ?? '';
}
