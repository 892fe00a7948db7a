import type { Operation } from '@oidc-admin/contract';
import { callersOf, isSigningIn, resourceOn } from '../checks/contractViews.ts';
import { wholeQuery } from '../checks/queries.ts';
import { readBack } from '../checks/readBack.ts';
import { sendAccepted } from '../checks/signIn.ts';
import { ownAndFewOthers } from './fewOthers.ts';
import { sequences } from './steps.ts';

/** After each operation that takes a secret, neither its response nor a read nor a list tells the secret elsewhere. */
export const noOtherSecrets = sequences(({ contract, clause, resource }) =>
  ownAndFewOthers(contract.operations.filter(takesSecret), { contract, resource }).map(
    (operation) => ({
      name: operation.id,
      principals: isSigningIn(operation) ? ['default'] : callersOf(operation),
      run: async (steps) => {
        const { context } = steps;
        const query = wholeQuery(context, operation);
        const sent = await sendAccepted(context, operation, clause, {
          wanted: { properties: 'full' },
          change: (right) => ({ ...right, query }),
        });
        if (!sent.accepted || !operation.changes || resourceOn(contract, operation) !== resource)
          return;
        await readBack(context, sent);
        await steps.list();
      },
    }),
  ),
);

function takesSecret({ body, parameters, sensitiveQuery }: Operation): boolean {
  return (
    sensitiveQuery || [...(body?.properties ?? []), ...parameters].some((one) => one.sensitive)
  );
}
