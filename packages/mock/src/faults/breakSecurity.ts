import type { Clause, Contract } from '@oidc-admin/contract';
import type { Caller, ModelState } from '@oidc-admin/model';
import type { Fault } from './fault.ts';

/** A server that does not notice one wrong way to sign in. */
export function breakSecurity(
  { operation: id, element: way = '' }: Clause,
  contract: Contract,
): Partial<Fault> {
  const operation = contract.operations.find((candidate) => candidate.id === id);
  const scheme = contract.security[operation?.security ?? ''];
  if (scheme?.kind === 'signature' || way === 'bearer') return { unchecked: [way] };
  const role = operation?.roles?.[0] ?? contract.roles[0]?.name ?? '';
  return {
    caller: (caller, { state }) => (isSuch(way, caller, state) ? { kind: 'signed', role } : caller),
  };
}

/** Whether a caller signs in in this wrong way, as far as the state tells. */
function isSuch(way: string, caller: Caller, state: ModelState): boolean {
  if (caller.kind !== 'token') return caller.kind === way;
  const session = state.sessions.get(caller.token);
  if (way === 'garbage') return session === undefined;
  if (way === 'closed') return session?.closed === true;
  // A session that still holds is let in anyway.
  return way === 'expired' && session !== undefined && !session.closed;
}
