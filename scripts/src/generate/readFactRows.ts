import { nearest } from './nearest.ts';
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

const columns = '| id | what | authority | source | testable |';
const wanted = 'want "| ID | what | authority | source | yes, or no: reason |"';

/** A bar that is no part of a text: such a one has a backslash before it. */
const bar = /(?<!\\)\|/;
const idForm = /^[A-Z][A-Z0-9-]*$/;
const lineOfDashes = /^\|(?: *:?-+:? *\|)+ *$/;

/** The rows of a page, and what is wrong with it. */
interface FactPage {
  readonly rows: readonly FactRow[];
  readonly mistakes: readonly Mistake[];
  /** The ids of all rows, wrong ones too: whoever cites one is not wrong as well. */
  readonly ids: ReadonlySet<string>;
  /** By id, the line of a right row. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Reads the rows in the text of a `FACTS.md`, and finds every line of a table that is no right row. */
export function readFactRows(file: string, text: string): FactPage {
  const rows: FactRow[] = [];
  const mistakes: Mistake[] = [];
  const ids = new Set<string>();
  const lines = new Map<string, number>();
  const all = text.split('\n').map((line) => line.trim());
  for (const [index, line] of all.entries()) {
    if (!line.startsWith('|') || lineOfDashes.test(line)) continue;
    const at = { file, line: index + 1, column: 1 };
    if (/^\| *id *\|/i.test(line)) {
      if (line !== columns) mistakes.push({ ...at, reason: `the columns are not "${columns}"` });
      else if (!lineOfDashes.test(all[index + 1] ?? ''))
        mistakes.push({
          ...at,
          reason: 'below the names of the columns a line of dashes is missing',
        });
      continue;
    }
    // In the form that was meant, so that nobody who cites it is wrong as well.
    const id = /^\| *([A-Za-z][A-Za-z0-9-]*)/.exec(line)?.[1];
    if (id !== undefined) ids.add(id.toUpperCase());
    const row = rowOf(line);
    if (typeof row === 'string') {
      mistakes.push({ ...at, reason: row });
      continue;
    }
    const first = lines.get(row.id);
    if (first === undefined) {
      rows.push(row);
      lines.set(row.id, index + 1);
    } else mistakes.push({ ...at, reason: `${row.id} is a row already, in line ${first}` });
  }
  return { rows, mistakes, ids, lines };
}

/** The row in a line, or what is wrong with it. */
function rowOf(line: string): FactRow | string {
  const cells = line.split(bar).slice(1, -1);
  if (!line.endsWith('|')) return wanted;
  if (cells.length > 5)
    return `${cells.length} columns instead of 5 (a bar in a text is written \\|); ${wanted}`;
  if (cells.length < 5 || cells.some((cell) => !/^ \S(?:.*\S)? $/.test(cell))) return wanted;
  const [id = '', text = '', word = '', source = '', testable = ''] = cells.map((cell) =>
    cell.trim(),
  );
  if (!idForm.test(id))
    return `'${id}' is no id of a row: capital letters, digits and hyphens${meant(id, [id.toUpperCase()])}`;
  const verdict = /^(?:yes|no: (?<reason>.+))$/.exec(testable);
  const authority = authorities.find((one) => one === word);
  if (authority === undefined)
    return `the authority of ${id} is '${word}', want one of ${authorities.join(', ')}${meant(word, authorities)}`;
  if (verdict === null)
    return `the column testable of ${id} is '${testable}', want yes, or no: reason${meant(testable, ['yes'])}`;
  const reason = verdict.groups?.['reason'];
  const testing = reason === undefined ? { testable: true } : { testable: false, reason };
  return { id, text, authority, source, ...testing };
}

function meant(word: string, known: readonly string[]): string {
  const right = nearest(word, known);
  return right === undefined ? '' : `; nearest: ${right}`;
}
