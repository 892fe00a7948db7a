import { makesKeys } from '@oidc-admin/contract';
import { operationsOn } from '../checks/contractViews.ts';
import { absentKey } from '../checks/madeKeys.ts';
import { sequences, type Steps } from './steps.ts';

/** A replace or a merge under a key that nothing has leaves nothing there. */
export const neverCreated = sequences(({ contract, resource }) =>
  resource.key === undefined
    ? []
    : operationsOn(contract, resource, ['replace', 'merge']).map((operation) => ({
        ...(operation.action.does === 'replace' ? {} : { name: operation.id }),
        // Something of somebody else's may stand under a key that the server may have made.
        ...(makesKeys(resource) ? { needs: 'disposable' as const } : {}),
        run: async (steps: Steps) => {
          const ref = steps.fresh(0, absentKey(steps.context.run.pool, resource));
          await steps.write(operation, { properties: 'full' }, { ref, blame: [] });
          await steps.read(ref, steps.asOwn);
          await steps.list(steps.asOwn);
        },
      })),
);
