import { onSuccess, type FaultHooks } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** A log-off ends other sessions as well: those of the same user, or of everybody else. */
export const logOffOfOthers: VariantMutants = (contract) =>
  operationsWith(contract, 'minimal')
    .filter(({ operation }) => operation.action.does === 'close')
    .flatMap(({ clause, operation }) =>
      [true, false].map((own) => ({
        clause,
        name: own ? 'ownSessionsEnded' : 'othersSessionsEnded',
        says: `A log-off ends ${own ? 'every session of the user' : 'the sessions of all other users'}.`,
        operation: operation.id,
        hooks: ending(own),
      })),
    );

function ending(own: boolean): FaultHooks {
  return onSuccess(['close'], (decision, { request, state }) => {
    const token = request.caller.kind === 'token' ? request.caller.token : '';
    const user = state.sessions.get(token)?.user;
    const sessions = [...decision.next.sessions].map(
      ([known, session]) =>
        [known, (session.user === user) === own ? { ...session, closed: true } : session] as const,
    );
    return { ...decision, next: { ...decision.next, sessions: new Map(sessions) } };
  });
}
