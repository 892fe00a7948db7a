import type { Operation } from '@oidc-admin/contract';
import { callersOf, isSigningIn } from '../checks/contractViews.ts';
import { exchangedParameters, exchangedQuery, wholeQuery } from '../checks/queries.ts';
import { rightRequest } from '../checks/requests.ts';
import { type Sequence, sequences } from './steps.ts';

/** Each operation that changes nothing leaves what was saved as it was. */
export const readUnchanged = sequences(({ contract }) =>
  contract.operations
    .filter((operation) => !operation.changes && !isSigningIn(operation))
    .flatMap((operation) => [
      sequence(operation),
      ...(exchangedParameters(operation).length === 0 ? [] : [sequence(operation, true)]),
    ]),
);

/** A request with everything in its query; where that asks for something to be exchanged, it may be refused. */
function sequence(operation: Operation, exchanges = false): Sequence {
  return {
    name: exchanges ? `${operation.id}.exchanges` : operation.id,
    principals: callersOf(operation),
    run: async (steps) => {
      const { context } = steps;
      const ref = await steps.current();
      const right = await rightRequest(context, operation, { properties: 'full' });
      const query = (exchanges ? exchangedQuery : wholeQuery)(context, operation);
      await steps.unchangedBy(ref, () =>
        context.send({ ...right, query }, exchanges ? { silent: true } : { blame: [steps.clause] }),
      );
    },
  };
}
