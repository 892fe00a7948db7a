import { makerOf, makesKeys } from '@oidc-admin/contract';
import { pathFor } from '../checks/resourceRef.ts';
import { sequences, type Steps } from './steps.ts';

/**
 * The same key in the other letter case is another key: both can be there, and where one is not, no operation takes the
 * other for it.
 */
export const distinctCase = sequences(({ resource }) => {
  const { key, operations } = resource;
  if (key === undefined || operations.delete === undefined || makerOf(resource) === undefined)
    return [];
  if (makesKeys(resource)) return [];
  return [
    {
      run: async (steps) => {
        const lower = await steps.create({ properties: 'full' });
        const upper = steps.fresh(0, lower.key.toUpperCase());
        await steps.create({ properties: 'full' }, { ref: upper, ...steps.free });
        if (steps.context.run.pool.saved(upper) === undefined) return;
        await steps.read(lower, steps.asOwn);
        await steps.read(upper, steps.asOwn);
      },
    },
    ...(['read', 'replace', 'merge', 'delete'] as const)
      .filter((does) => operations[does] !== undefined)
      .map((does) => ({
        name: operations[does] ?? does,
        run: async (steps: Steps) => {
          const lower = await steps.create({ properties: 'full' });
          const upper = steps.fresh(0, lower.key.toUpperCase());
          const operation = steps.operation(does);
          const options = { ...steps.asOwn, blame: [] };
          if (does === 'replace' || does === 'merge')
            await steps.write(operation, { properties: 'full' }, { ref: upper, ...options });
          else await steps.context.send({ operation, path: pathFor(operation, upper) }, options);
          if (does !== 'read') await steps.read(lower, steps.asOwn);
        },
      })),
  ];
});
