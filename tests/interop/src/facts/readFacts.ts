import { readFile } from 'node:fs/promises';

/** One row of a FACTS.md: a statement about an API, with the stable id that clauses and messages cite. */
interface Fact {
  readonly id: string;
  readonly text: string;
  readonly source: string;
  readonly testable: boolean;
  /** Why no check can be made of it; only where `testable` is false. */
  readonly reason?: string;
}

const ROW =
  /^\| (?<id>[A-Z][A-Z0-9-]*) \| (?<text>.+) \| (?<source>[^|]+) \| (?<testable>[^|]+) \|$/;

/**
 * Reads the rows of `specs/<api>/FACTS.md`.
 * @throws Error naming the line of a table row that has no id, no source or no verdict.
 */
export async function readFacts(api: string): Promise<readonly Fact[]> {
  const file = new URL(`../../../../specs/${api}/FACTS.md`, import.meta.url);
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (!line.startsWith('| ') || line.startsWith('| id |') || line.startsWith('| --- ')) return [];
    const { id, text, source, testable } = ROW.exec(line)?.groups ?? {};
    const verdict = /^(?:yes|no: (?<reason>.+))$/.exec(testable ?? '');
    if (id === undefined || text === undefined || source === undefined || verdict === null) {
      throw new Error(
        `specs/${api}/FACTS.md:${index + 1}: want "| ID | what | source | yes, or no: reason |"`,
      );
    }
    const reason = verdict.groups?.['reason'];
    return [
      {
        id,
        text,
        source,
        testable: reason === undefined,
        ...(reason === undefined ? {} : { reason }),
      },
    ];
  });
}
