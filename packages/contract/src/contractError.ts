/** One mistake of a document: where it is, as a JSON pointer, and what is wrong with it. */
export interface Problem {
  readonly pointer: string;
  readonly reason: string;
}

/** A document from which no contract can be read. `problems` names every mistake that was found, in the order of the document. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      problems
        .map(({ pointer, reason }) => `${pointer === '' ? '/' : pointer}: ${reason}`)
        .join('\n'),
    );
    this.problems = problems;
  }
}
