import type { Clause } from './contract.ts';
import type { Binding } from './description.ts';
import type { Draft } from './draft.ts';

/** A clause before its rows were weighed. The rows of its outcome are added to its own; its sentence may depend on how binding it is. */
export interface NewClause extends Omit<Clause, 'id' | 'authority' | 'text'> {
  readonly text: string | ((binding: Binding) => string);
  readonly everyRow?: true;
}

/** The clauses of one document, each with an id of its own and at least one row that it comes from. */
export class ClauseList {
  readonly #api: string;
  readonly #draft: Draft;
  readonly #byId = new Map<string, Clause>();
  readonly #kinds = new Map<string, string[]>();

  constructor(api: string, draft: Draft) {
    this.#api = api;
    this.#draft = draft;
  }

  get all(): readonly Clause[] {
    return [...this.#byId.values()];
  }

  /** The kinds of the clauses of one operation so far. */
  kindsOf(operation: string): readonly string[] {
    return this.#kinds.get(operation) ?? [];
  }

  /** Adds a clause; a mistake, noted at `pointer`, where it has no source or its id is taken. */
  add(pointer: string, { text, outcome, everyRow, ...clause }: NewClause): void {
    const { operation, resource, status, element, kind } = clause;
    const id = [this.#api, operation ?? resource, status, clause.in, element, kind]
      .filter((part) => part !== undefined)
      .join('.');
    const own = outcome?.source ?? [];
    const source = [...new Set([...clause.source, ...own])];
    const authority = this.#draft.authorityOf(
      ...(everyRow === true ? clause.source.map((row) => [row]) : [clause.source]),
      own,
    );
    const binding = this.#draft.bindingOf(clause.binding, authority);
    if (source.length === 0)
      this.#draft.problem(pointer, `x-source is missing: the clause ${id} comes from no row`);
    if (this.#byId.has(id))
      this.#draft.problem(pointer, `a second clause ${id}; rename what gives it`);
    if (operation !== undefined && !this.#byId.has(id)) {
      const kinds = this.#kinds.get(operation) ?? [];
      kinds.push(kind);
      this.#kinds.set(operation, kinds);
    }
    this.#byId.set(id, {
      id,
      ...clause,
      binding,
      authority,
      source,
      text: typeof text === 'string' ? text : text(binding),
      ...(outcome === undefined ? {} : { outcome: { ...outcome, binding } }),
    });
  }
}
