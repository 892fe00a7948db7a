import { readFileSync } from 'node:fs';

type Compared = {
  /** Violations that are not on the list: mend them. */
  readonly added: readonly string[];
  /** Lines of the list that no longer hold: take them out. */
  readonly stale: readonly string[];
};

/** What a tree that keeps a rule, apart from the known violations, compares to. */
export const asKnown: Compared = { added: [], stale: [] };

const known = JSON.parse(
  readFileSync(new URL('knownViolations.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly string[]>>;

/** Compares what a rule finds with its part of knownViolations.json, a list that only shrinks. */
export function compareWithKnown(
  rule: string,
  found: readonly string[],
  listed: readonly string[] = known[rule] ?? [],
): Compared {
  return {
    added: found.filter((line) => !listed.includes(line)),
    stale: listed.filter((line) => !found.includes(line)),
  };
}
