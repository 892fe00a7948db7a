import type { Clause, ClauseKind, Contract } from '@oidc-admin/contract';

/** The part of a clause that a message needs. */
type ClauseRef = Pick<Clause, 'id' | 'binding' | 'outcome' | 'value' | 'element'>;

/** What of an operation or resource a clause speaks of. */
export type ClauseTopic = Pick<Clause, 'status' | 'in' | 'element'>;

/** Finds clauses by what they speak of. */
export interface ClauseIndex {
  /** The clause of an operation or resource about something; else the one that speaks of all of that kind. */
  find(owner: string, kind: ClauseKind, about?: ClauseTopic): ClauseRef | undefined;
  /** The same; where the document says nothing, a MUST with the id that such a clause would have. */
  get(owner: string, kind: ClauseKind, about?: ClauseTopic): ClauseRef;
}

/** Indexes the clauses of a contract by owner, kind and what they are about, once. */
export function createClauseIndex(contract: Contract): ClauseIndex {
  const clauses = new Map<string, ClauseRef>();
  for (const clause of contract.clauses) {
    clauses.set(nameOf(clause.operation ?? clause.resource ?? '', clause.kind, clause), clause);
  }
  const find = (owner: string, kind: ClauseKind, about: ClauseTopic = {}) =>
    clauses.get(nameOf(owner, kind, about)) ??
    (about.status === undefined
      ? undefined
      : clauses.get(nameOf(owner, kind, { status: about.status }))) ??
    clauses.get(nameOf(owner, kind, {}));
  return {
    find,
    get: (owner, kind, about = {}) =>
      find(owner, kind, about) ?? { id: idOf(contract.api, owner, kind, about), binding: 'MUST' },
  };
}

function nameOf(owner: string, kind: string, { status, in: place, element }: ClauseTopic): string {
  return `${owner} ${kind} ${status ?? ''} ${place ?? ''} ${element ?? ''}`;
}

function idOf(api: string, owner: string, kind: string, about: ClauseTopic): string {
  return [api, owner, about.status, about.in, about.element, kind]
    .filter((part) => part !== undefined)
    .join('.');
}
