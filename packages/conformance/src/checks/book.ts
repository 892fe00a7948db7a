import type { Check, Level } from './check.ts';
import type { Clause, Contract, Operation, Resource } from './contractTypes.ts';

type Kind = Clause['kind'];

/** The clauses of a contract, by what they speak of. */
export class Book {
  readonly contract: Contract;
  readonly #owned: Map<string, readonly Clause[]>;

  constructor(contract: Contract) {
    this.contract = contract;
    this.#owned = Map.groupBy(
      contract.clauses,
      ({ operation, resource }) => operation ?? resource ?? '',
    );
  }

  /** The clauses of one kind of an operation. */
  of({ id }: Operation, kind: Kind): readonly Clause[] {
    return this.owned(id).filter((clause) => clause.kind === kind);
  }

  /** The id of a rule of a resource, where it was promised. */
  rule({ name }: Resource, kind: Kind): string | undefined {
    return this.owned(name).find((clause) => clause.kind === kind && clause.element === undefined)
      ?.id;
  }

  /** The id of what an operation promises about one property or about all. */
  find(operation: Operation, kind: Kind, element?: string): string | undefined {
    return this.of(operation, kind).find((clause) => clause.element === element)?.id;
  }

  /** What a success of an operation must be by itself. */
  responses({ id }: Operation): readonly string[] {
    return this.owned(id)
      .filter(
        ({ group, kind }) => group === 'response' && kind !== 'errorBody' && kind !== 'errorPair',
      )
      .map((clause) => clause.id);
  }

  /** What an error of an operation must be by itself. */
  errors({ id }: Operation): readonly string[] {
    return this.owned(id)
      .filter(({ kind }) => kind === 'errorBody' || kind === 'errorPair')
      .map((clause) => clause.id);
  }

  owned(name: string): readonly Clause[] {
    return this.#owned.get(name) ?? [];
  }

  /** Roles of whoever may call an operation, as prerequisites of a check. */
  callers({ security, roles }: Operation): readonly string[] {
    if (security === undefined) return [];
    return roles?.slice(0, 1) ?? ['default'];
  }
}

/** From which level on an operation is called with anything that a server could act on. */
export function needsOf({ changes, action }: Operation): Level {
  return !changes || action.does === 'open' || action.does === 'close' ? 'default' : 'allowWrites';
}

export type ChecksOf = (book: Book) => readonly Check[];
