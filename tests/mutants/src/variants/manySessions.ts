import { onSuccess } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** A log-on ends the oldest session of a user who has some already. */
export const manySessions: VariantMutants = (contract) =>
  operationsWith(contract, 'signIn').flatMap(({ clause, operation }) =>
    [2, 3, 5].map((most) => ({
      clause,
      name: `noMoreThan${most}`,
      says: `A log-on ends the oldest session of a user who has ${most} already.`,
      operation: operation.id,
      hooks: onSuccess(['open'], (decision, { state }) => {
        const opened = [...decision.next.sessions].find(([token]) => !state.sessions.has(token));
        const own = [...state.sessions].filter(
          ([, { user, closed }]) => user === opened?.[1].user && !closed,
        );
        const [oldest] = own;
        if (oldest === undefined || own.length < most) return decision;
        const sessions = new Map(decision.next.sessions).set(oldest[0], {
          ...oldest[1],
          closed: true,
        });
        return { ...decision, next: { ...decision.next, sessions } };
      }),
    })),
  );
