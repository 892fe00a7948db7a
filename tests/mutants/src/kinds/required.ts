import type { Clause, Contract } from '@oidc-admin/contract';
import { withoutRequired, type FaultHooks } from '@oidc-admin/mock/faults';
import { pretending } from '../refusals.ts';

/** Does without the property or the parameter. A log-on without one of its credentials succeeds: to refuse it as wrong may be right. */
export function required(clause: Clause, { operations }: Contract): FaultHooks {
  const session = operations.find(({ id }) => id === clause.operation)?.session;
  const isCredential = [session?.username, session?.password].includes(clause.element);
  return (isCredential && session !== undefined) || clause.in !== undefined
    ? pretending(clause)
    : { contract: (right) => withoutRequired(right, clause.operation, clause.element) };
}
