import type { Contract } from '@oidc-admin/contract';
import type { FoundMismatch } from './checkResult.ts';

/** Whether a status is one with which the token of a closed session is refused. */
export function isOfSession(
  { security }: Contract,
  { actual }: Pick<FoundMismatch, 'actual'>,
): boolean {
  return Object.values(security).some(({ wrong }) =>
    [...(wrong['closed']?.allow ?? []), ...(wrong['closed']?.warn ?? [])].some(
      (one) => 'status' in one && one.status === actual,
    ),
  );
}
