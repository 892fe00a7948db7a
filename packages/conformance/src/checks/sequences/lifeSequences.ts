import type { Resource } from '../contractTypes.ts';
import { rightRequest } from '../requests.ts';
import { pathFor } from '../subjects.ts';
import type { Sequence } from './sequenceCases.ts';

/** Coming and going: what was deleted is gone, what was never made is not there, keys are what they are. */
export function lifeSequences({ key, operations }: Resource): readonly Sequence[] {
  const removable =
    key !== undefined && operations.delete !== undefined && operations.create !== undefined;
  return [
    {
      rules: ['deleted', 'listed', 'defaults'],
      possible: removable,
      run: async (steps) => {
        const subject = await steps.create({ properties: 'full' });
        await steps.remove(subject, { blame: [steps.clause] });
        await steps.read(subject, steps.asOwn);
        await steps.list();
        await steps.create({ properties: 'minimal' }, { key: subject.key, ...steps.free });
        // Nothing of what stood there before comes back.
        await steps.read(subject, steps.asOwn);
        await steps.remove(subject, steps.asOwn);
        await steps.remove(subject, steps.asOwn);
      },
    },
    {
      rules: ['neverCreated'],
      possible: key !== undefined && operations.replace !== undefined,
      run: async (steps) => {
        const { bench } = steps.trial;
        const subject = bench.subjects.at(
          steps.resource,
          bench.subjects.parentOf(steps.resource),
          bench.subjects.newKey(),
        );
        const operation = steps.operation('replace');
        const right = await rightRequest(steps.trial, operation, { subject, properties: 'full' });
        await steps.trial.send({ ...right, path: pathFor(operation, subject) });
        await steps.read(subject, steps.asOwn);
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
        if (steps.trial.bench.subjects.saved(upper) === undefined) return;
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
