import type { Mistake } from './specificationError.ts';

const authorities = ['documented', 'observed', 'reading'] as const;

/** One row of a `FACTS.md`: a statement about an API, with the stable id that clauses and messages cite. */
export interface FactRow {
  readonly id: string;
  readonly text: string;
  readonly authority: (typeof authorities)[number];
  readonly source: string;
  readonly testable: boolean;
  /** Why no check can be made of it; only where `testable` is false. */
  readonly reason?: string;
}

const ROW =
  /^\| (?<id>[A-Z][A-Z0-9-]*) \| (?<text>.+) \| (?<word>[^|]+) \| (?<source>[^|]+) \| (?<testable>[^|]+) \|$/;

/** Reads the rows in the text of a `FACTS.md`, and finds every line of a table that is no right row. */
export function readFactRows(
  file: string,
  text: string,
): { readonly rows: readonly FactRow[]; readonly mistakes: readonly Mistake[] } {
  const rows: FactRow[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.startsWith('| ') || line.startsWith('| id |') || line.startsWith('| --- ')) continue;
    const row = rowOf(line);
    if (typeof row !== 'string') rows.push(row);
    else mistakes.push({ file, line: index + 1, column: 1, reason: row });
  }
  return { rows, mistakes };
}

/** The row in a line, or what is wrong with it. */
function rowOf(line: string): FactRow | string {
  const { id, text, word, source, testable } = ROW.exec(line)?.groups ?? {};
  const verdict = /^(?:yes|no: (?<reason>.+))$/.exec(testable ?? '');
  if (!id || !text || !source || verdict === null)
    return 'want "| ID | what | authority | source | yes, or no: reason |"';
  const authority = authorities.find((one) => one === word);
  if (authority === undefined)
    return `the authority of ${id} is '${word}', want one of ${authorities.join(', ')}`;
  const reason = verdict.groups?.['reason'];
  const testing = reason === undefined ? { testable: true } : { testable: false, reason };
  return { id, text, authority, source, ...testing };
}
