/** One mistake in a specification, and where it is. Lines and columns count from 1. */
export interface Mistake {
  /** Path below the root of the repository. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** A specification that nothing may be generated from. The message has one line for each mistake. */
export class SpecificationError extends Error {
  override readonly name = 'SpecificationError';
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(
      mistakes
        .map(({ file, line, column, reason }) => `${file}:${line}:${column}: ${reason}`)
        .join('\n'),
    );
    this.mistakes = mistakes;
  }
}
