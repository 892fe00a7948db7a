import type { FactRow } from '../generate/readFactRows.ts';
import { rowId } from './names.ts';

type Written = Pick<FactRow, 'id' | 'text' | 'authority' | 'source'>;

/** The rows of a `FACTS.md` while an API is described: each place that cites one asks for it here. */
export class FactRows {
  readonly #api: string;
  readonly #chapters = new Map<string, Map<string, Written>>();

  constructor(api: string) {
    this.#api = api;
  }

  /** The id of a row, which is written at the first call. */
  row(
    chapter: string,
    names: readonly string[],
    text: string,
    authority: FactRow['authority'],
    source = authority === 'reading' ? 'our reading' : 'the document',
  ): string {
    const id = rowId(this.#api, ...names);
    const rows = this.#chapters.get(chapter) ?? new Map<string, Written>();
    this.#chapters.set(chapter, rows);
    if (!rows.has(id)) rows.set(id, { id, text: inOneCell(text), authority, source });
    return id;
  }

  /** The page, with the rows that are cited; a check can be made of those that a clause cites. */
  page(title: string, cited: ReadonlySet<string>, testable: ReadonlySet<string>): string {
    const chapters = [...this.#chapters].flatMap(([chapter, rows]) => {
      const kept = [...rows.values()].filter(({ id }) => cited.has(id));
      return kept.length === 0 ? [] : [`## ${chapter}\n\n${tableOf(kept, testable)}`];
    });
    return [
      `# Facts about ${title}`,
      `What the document says, and how this project reads what it leaves open. The clauses of \`openapi.yaml\` cite the rows by\ntheir ids; the ids are stable. \`pnpm new-api\` wrote this page once; since then it is kept by hand.`,
      `- **authority**: \`documented\` (the document, or a standard), \`observed\` (seen in the wild) or \`reading\` (ours). What is\n  documented binds like a MUST unless it says SHOULD, all else like a SHOULD.\n- **testable**: \`yes\`, or \`no\` with the reason.`,
      ...chapters,
      '',
    ]
      .join('\n\n')
      .replace(/\n+$/, '\n');
  }
}

function tableOf(rows: readonly Written[], testable: ReadonlySet<string>): string {
  return [
    '| id | what | authority | source | testable |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ id, text, authority, source }) =>
        `| ${id} | ${text} | ${authority} | ${source} | ${testable.has(id) ? 'yes' : 'no: no rule of the document needs it'} |`,
    ),
  ].join('\n');
}

function inOneCell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}
