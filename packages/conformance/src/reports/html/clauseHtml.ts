import { explainedBy } from '../explainedBy.ts';
import type { CheckReport, ClauseReport, TargetReport } from '../report.ts';
import { whoseWord } from '../whoseWord.ts';
import { checkHtml, findingHtml } from './checkHtml.ts';
import { anchor, markup, type Markup } from './markup.ts';
import { shownStatus, statusMark } from './statusMark.ts';

/** What the clauses of a target have to do with each other. */
interface ClauseLinks {
  /** Where each check is shown as a whole: below one clause that it names, elsewhere there is what it found, or a link. */
  readonly homes: ReadonlyMap<string, string>;
  readonly explained: ReturnType<typeof explainedBy>;
}

/** Finds out once for a target what the text of each of its clauses needs. */
export function linksBetween(target: TargetReport): ClauseLinks {
  return { homes: homesOf(target), explained: explainedBy(target.clauses) };
}

/** Finds a home for every check: the clause that it is named after, else the first that failed in it or that it verifies. */
function homesOf({ clauses, checks }: TargetReport): ClauseLinks['homes'] {
  const known = new Set(clauses.map(({ id }) => id));
  return new Map(
    checks.flatMap((check): [string, string][] => {
      const [own = ''] = check.id.split('/');
      const named = [own, ...check.mismatches.map(({ clause }) => clause), ...check.clauses];
      const home = named.find((clause) => known.has(clause));
      return home === undefined ? [] : [[check.id, home]];
    }),
  );
}

function linkTo(target: string, { id }: CheckReport): Markup {
  return markup`<li><a href="#${anchor('check', target, id)}">${id}</a></li>`;
}

function linksTo(target: string, what: string, ids: readonly string[]): Markup[] {
  if (ids.length === 0) return [];
  const links = ids.map(
    (id) => markup`<li><a href="#${anchor('clause', target, id)}">${id}</a></li>`,
  );
  return [markup`<p>${what}</p><ul>${links}</ul>`];
}

/** What else the clause explains, what explains it, and which one is broken in the same way. */
function relatedHtml(
  { name }: TargetReport,
  { id, because = [], alike }: ClauseReport,
  { explained }: ClauseLinks,
): Markup[] {
  const explains = explained.get(id) ?? [];
  return [
    ...linksTo(
      name,
      'Explained by:',
      because.filter((root) => explained.has(root)),
    ),
    ...linksTo(name, 'The same as:', alike === undefined ? [] : [alike]),
    ...linksTo(
      name,
      'Explains:',
      explains.map((clause) => clause.id),
    ),
  ];
}

function reasonHtml({ reason, expectedFailure }: ClauseReport): Markup[] {
  return [
    ...(reason === undefined ? [] : [markup`<p>Not run: ${reason}.</p>`]),
    ...(expectedFailure === undefined
      ? []
      : [markup`<p>Expected by the baseline: ${expectedFailure}</p>`]),
  ];
}

/** One clause with the checks that belong to it. */
export function clauseHtml(
  report: TargetReport,
  clause: ClauseReport,
  checks: readonly CheckReport[],
  links: ClauseLinks,
): Markup {
  const { homes } = links;
  const shown = shownStatus(clause);
  const target = report.name;
  const here = checks.filter(({ id }) => homes.get(id) === clause.id);
  const others = checks.filter(({ id }) => homes.get(id) !== clause.id);
  const isFinding = ({ mismatches }: CheckReport): boolean =>
    mismatches.some((mismatch) => mismatch.clause === clause.id);
  const findings = others.filter(isFinding);
  const elsewhere = others.filter((check) => !isFinding(check));
  return markup`<details class="clause" id="${anchor('clause', target, clause.id)}" data-status="${shown}" data-binding="${clause.binding}"><summary>${statusMark(shown)} <code>${clause.id}</code> <small>${clause.binding} · ${whoseWord[clause.authority]} · ${clause.source.join(', ')}</small></summary>
<p>${clause.text}</p>
${reasonHtml(clause)}${relatedHtml(report, clause, links)}${here.map((check) => checkHtml(target, check))}${findings.map((check) => findingHtml(target, check, clause.id))}${
    elsewhere.length === 0
      ? undefined
      : markup`<details class="also"><summary>Also verified by ${elsewhere.length} other check${elsewhere.length === 1 ? '' : 's'}</summary><ul>${elsewhere.map((check) => linkTo(target, check))}</ul></details>`
  }</details>
`;
}
