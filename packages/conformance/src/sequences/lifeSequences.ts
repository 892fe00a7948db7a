import type { Resource } from '../checks/contractTypes.ts';
import { rightRequest } from '../checks/requests.ts';
import { pathFor } from '../checks/resourcePool.ts';
import type { Sequence } from './sequenceChecks.ts';

/** Coming and going: what was deleted is gone, what was never made is not there, keys are what they are. */
export function lifeSequences({ key, operations }: Resource): readonly Sequence[] {
  const removable =
    key !== undefined && operations.delete !== undefined && operations.create !== undefined;
  return [
    {
      rules: ['deleted', 'listed', 'defaults'],
      possible: removable,
      run: async (steps) => {
        const ref = await steps.create({ properties: 'full' });
        await steps.remove(ref, { blame: [steps.clause] });
        await steps.read(ref, steps.asOwn);
        await steps.list();
        await steps.create({ properties: 'minimal' }, { key: ref.key, ...steps.free });
        // Nothing of what stood there before comes back.
        await steps.read(ref, steps.asOwn);
        await steps.remove(ref, steps.asOwn);
        await steps.remove(ref, steps.asOwn);
      },
    },
    {
      rules: ['neverCreated'],
      possible: key !== undefined && operations.replace !== undefined,
      run: async (steps) => {
        const { run } = steps.context;
        const ref = run.pool.at(
          steps.resource,
          run.pool.parentOf(steps.resource),
          run.pool.newKey(),
        );
        const operation = steps.operation('replace');
        const right = await rightRequest(steps.context, operation, { ref, properties: 'full' });
        await steps.context.send({ ...right, path: pathFor(operation, ref) });
        await steps.read(ref, steps.asOwn);
      },
    },
    {
      rules: ['distinctCase'],
      possible: removable,
      run: async (steps) => {
        const lower = await steps.create({ properties: 'full' });
        const upper = await steps.create(
          { properties: 'full' },
          { key: swapped(lower.key), ...steps.free },
        );
        if (steps.context.run.pool.saved(upper) === undefined) return;
        await steps.read(lower, steps.asOwn);
        await steps.read(upper, steps.asOwn);
      },
    },
  ];
}

/** The same key in the other letter case, but for what all keys begin with. */
function swapped(key: string): string {
  return key.toUpperCase();
}
