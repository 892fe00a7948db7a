import { makesKeys } from '@oidc-admin/contract';
import { absentKey } from '../checks/madeKeys.ts';
import { sequences } from './steps.ts';

/** A replace under a key that nothing has leaves nothing there. */
export const neverCreated = sequences(({ resource }) =>
  resource.key === undefined || resource.operations.replace === undefined
    ? []
    : [
        {
          // Something of somebody else's may stand under a key that the server may have made.
          ...(makesKeys(resource) ? { needs: 'disposable' as const } : {}),
          run: async (steps) => {
            const ref = steps.fresh(0, absentKey(steps.context.run.pool, resource));
            await steps.write(
              steps.operation('replace'),
              { properties: 'full' },
              { ref, blame: [] },
            );
            await steps.read(ref, steps.asOwn);
            await steps.list(steps.asOwn);
          },
        },
      ],
);
