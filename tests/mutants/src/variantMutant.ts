import type { Clause, ClauseKind, Contract, Operation } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';

/** A server that breaks a clause in one narrow way only, so that a check which tries the usual way does not see it. */
export interface VariantMutant {
  readonly clause: Clause;
  /** The same for every clause that can be broken so. */
  readonly name: string;
  /** One sentence: what the server does wrong. */
  readonly says: string;
  readonly hooks: FaultHooks;
  /** The only operation that does it; the clause's own where left out. */
  readonly operation?: string;
}

/** Makes such servers, for every clause that can be broken so. */
export type VariantMutants = (contract: Contract) => readonly VariantMutant[];

/** The clauses of a kind that speak of a whole operation or one of its parameters, with the operation. */
export function operationsWith(
  { clauses, operations }: Contract,
  kind: ClauseKind,
): readonly { readonly clause: Clause; readonly operation: Operation }[] {
  return clauses.flatMap((clause) => {
    const operation = operations.find(({ id }) => id === clause.operation);
    return clause.kind === kind && operation !== undefined ? [{ clause, operation }] : [];
  });
}
