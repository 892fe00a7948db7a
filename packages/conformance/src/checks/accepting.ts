import { isSigningIn, resourceOn } from './contractViews.ts';
import type { OperationClause, OperationChecks, Variant } from './kindChecks.ts';
import { readBack } from './readBack.ts';
import { sendAccepted, type AcceptedRequest } from './signIn.ts';

/** Whether a request that is accepted may overlap with others: it changes nothing. */
export function isHarmless({ operation }: OperationClause): boolean {
  return !operation.changes && !isSigningIn(operation);
}

/** Who signs in or out, where that is what the operation does: anybody will do. */
export function signingIn({ operation }: OperationClause): Pick<Variant, 'principals'> {
  return isSigningIn(operation) ? { principals: ['default'] } : {};
}

/** A kind of request that must be accepted: right requests, changed in one way that keeps them right. */
export function acceptedRequests(
  accepted: (about: OperationClause) => AcceptedRequest,
): OperationChecks {
  return {
    variants: (about) => [
      {
        sideBySide: isHarmless(about),
        ...signingIn(about),
        run: async (context) => {
          await sendAccepted(context, about.operation, about.clause, accepted(about));
        },
      },
    ],
  };
}

/** Saves under a key that is free: elsewhere an operation that saves is about what is there. */
export function underFreeKey(
  { contract, clause, operation }: OperationClause,
  properties: 'minimal' | 'full',
): readonly Variant[] {
  const resource = resourceOn(contract, operation);
  if (operation.action.does !== 'save' || resource?.key === undefined) return [];
  return [
    {
      name: 'freeKey',
      run: async (context) => {
        const { pool } = context.run;
        const ref = pool.at(resource, pool.parentOf(resource), pool.newKey(resource));
        const wanted = { ref, properties };
        const sent = await sendAccepted(context, operation, clause, { wanted });
        if (sent.accepted) await readBack(context, sent);
      },
    },
  ];
}
