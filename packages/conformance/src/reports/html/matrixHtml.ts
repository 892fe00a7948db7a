import { families, kinds, type Family } from '@oidc-admin/contract';
import type { ClauseReport, TargetReport } from '../report.ts';
import { clauseHtml, linksBetween } from './clauseHtml.ts';
import { anchor, markup, type Markup } from './markup.ts';
import { signOf, tally, tallyText, wordOf } from './statusMark.ts';

interface Cell {
  readonly owner: string;
  readonly family: Family;
  readonly clauses: readonly ClauseReport[];
}

function cellsOf(target: TargetReport): Map<string, Cell[]> {
  const byOwner = Map.groupBy(target.clauses, ({ operation, resource }) => operation ?? resource);
  return new Map(
    target.summary.map(({ owner }) => {
      const own = byOwner.get(owner) ?? [];
      const cells = families.map((family): Cell => ({
        owner,
        family,
        clauses: own.filter(({ kind }) => kinds[kind].family === family),
      }));
      return [owner, cells];
    }),
  );
}

function cellId(target: TargetReport, { owner, family }: Cell): string {
  return anchor('cell', target.name, owner, family);
}

function cellHtml(target: TargetReport, cell: Cell): Markup {
  if (cell.clauses.length === 0) return markup`<td></td>`;
  const counts = tally(cell.clauses);
  const worst = counts[0]?.[0] ?? 'notRun';
  const label = `${cell.owner}, ${cell.family}: ${tallyText(cell.clauses)}`;
  // The link leads into the closed part, which browsers then open, with a script or without.
  return markup`<td class="${worst}"><a href="#${cellId(target, cell)}"><span class="spoken">${label}</span>${counts.map(
    ([shown, count]) =>
      markup`<span class="${shown}" title="${wordOf(shown)}" aria-hidden="true">${signOf(shown)}${count}</span>`,
  )}</a></td>`;
}

function usedFamilies(rows: readonly (readonly Cell[])[]): Family[] {
  return families.filter((family) =>
    rows.some((cells) => cells.some((cell) => cell.family === family && cell.clauses.length > 0)),
  );
}

/** The matrix of operations by kinds of clauses, and what each of its cells leads to. */
export function matrixHtml(target: TargetReport): {
  readonly table: Markup;
  readonly cells: readonly Markup[];
} {
  const rows = cellsOf(target);
  const used = usedFamilies([...rows.values()]);
  const links = linksBetween(target);
  const checks = new Map(target.checks.map((check) => [check.id, check]));
  const shownCells = (cells: readonly Cell[]): Cell[] =>
    cells.filter(({ family }) => used.includes(family));
  const opened = (cell: Cell): Markup | undefined =>
    cell.clauses.length === 0
      ? undefined
      : markup`<details class="cell"><summary><span class="what">${cell.owner} · ${cell.family}</span> <small>${tallyText(cell.clauses)}</small></summary>
<div id="${cellId(target, cell)}">
${cell.clauses.map((clause) =>
  clauseHtml(
    target,
    clause,
    clause.checks.flatMap((id) => checks.get(id) ?? []),
    links,
  ),
)}</div></details>
`;
  const table = markup`<div class="scroll" tabindex="0" role="region" aria-label="Matrix of ${target.name}"><table class="matrix">
<caption>Clauses of ${target.name} by operation and kind. A cell leads to its clauses, checks, requests and responses.</caption>
<thead><tr><th scope="col">operation or resource</th>${used.map((family) => markup`<th scope="col"><span>${family}</span></th>`)}</tr></thead>
<tbody>
${[...rows].map(
  ([owner, cells]) =>
    markup`<tr><th scope="row">${owner}</th>${shownCells(cells).map((cell) => cellHtml(target, cell))}</tr>
`,
)}</tbody></table></div>
`;
  const all = [...rows.values()].flatMap((cells) => shownCells(cells));
  return { table, cells: all.flatMap((cell) => opened(cell) ?? []) };
}

/** What cells of the matrix of a target lead to. */
export function cellsHtml(target: TargetReport, cells: readonly Markup[] | Markup): Markup {
  return markup`<section class="cells" aria-label="Clauses of ${target.name}">
${cells}</section>
`;
}
