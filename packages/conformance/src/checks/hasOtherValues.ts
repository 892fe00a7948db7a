import type { Contract } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';

/** Whether a value is another one than it was; the form of a response says nothing of that. */
export function hasOtherValues(
  { clauses }: Contract,
  mismatches: readonly Pick<Mismatch, 'clause'>[],
): boolean {
  return mismatches.some(({ clause: id }) =>
    clauses.some((one) => one.id === id && one.group === 'sequence'),
  );
}
