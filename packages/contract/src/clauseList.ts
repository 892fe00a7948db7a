import type { Clause } from './contract.ts';
import type { Draft } from './draft.ts';

/** The clauses of one document, each with an id of its own and at least one row that it comes from. */
export class ClauseList {
  readonly #api: string;
  readonly #draft: Draft;
  readonly #byId = new Map<string, Clause>();

  constructor(api: string, draft: Draft) {
    this.#api = api;
    this.#draft = draft;
  }

  get all(): readonly Clause[] {
    return [...this.#byId.values()];
  }

  /** The kinds of the clauses of one operation so far. */
  kindsOf(operation: string): readonly string[] {
    return this.all.filter((clause) => clause.operation === operation).map(({ kind }) => kind);
  }

  /** Adds a clause; a mistake, noted at `pointer`, where it has no source or its id is taken. */
  add(pointer: string, clause: Omit<Clause, 'id'>): void {
    const { operation, resource, status, element, kind } = clause;
    const id = [this.#api, operation ?? resource, status, clause.in, element, kind]
      .filter((part) => part !== undefined)
      .join('.');
    const source = [...new Set(clause.source)];
    if (source.length === 0)
      this.#draft.problem(pointer, `x-source is missing: the clause ${id} comes from no row`);
    if (this.#byId.has(id))
      this.#draft.problem(pointer, `a second clause ${id}; rename what gives it`);
    this.#byId.set(id, { id, ...clause, source });
  }
}
