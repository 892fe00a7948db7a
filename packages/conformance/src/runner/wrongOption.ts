import { distance } from 'fastest-levenshtein';

const mostShown = 5;

/** Those of the known words that are spelled most alike. */
export function nearestOf(
  word: string,
  known: readonly string[],
  most = mostShown,
): readonly string[] {
  return known
    .map((one) => ({ one, edits: distance(word, one) }))
    .toSorted((a, b) => a.edits - b.edits)
    .slice(0, most)
    .map(({ one }) => one);
}

/** An option whose value is wrong. Nothing was sent. */
export class WrongOption extends Error {
  override readonly name = 'WrongOption';
  /** As in `RunOptions`. */
  readonly option: string;

  constructor(option: string, message: string) {
    super(message);
    this.option = option;
  }
}
