import type { Book } from '../checks/book.ts';
import type { Resource } from '../checks/contractTypes.ts';
import { rightRequest } from '../checks/requests.ts';
import type { ResourceRef } from '../checks/resourcePool.ts';
import type { Sequence } from './sequenceChecks.ts';
import type { Steps } from './steps.ts';

/** What must leave a resource alone: reading, asking, and whatever is done to another one. */
export function aloneSequences(book: Book, resource: Resource): readonly Sequence[] {
  return [
    {
      rules: ['readUnchanged'],
      run: async (steps) => {
        const ref = await steps.current();
        await steps.read(ref);
        await steps.list();
        for (const operation of book.contract.operations) {
          if (operation.action.does !== 'ask') continue;
          await steps.context.send(
            await rightRequest(steps.context, operation, { properties: 'full' }),
            {
              blame: [steps.clause],
            },
          );
        }
        await steps.read(ref, steps.asOwn);
      },
    },
    resource.key === undefined ? betweenParents() : betweenKeys(),
  ];
}

function betweenKeys(): Sequence {
  return {
    rules: ['separate'],
    run: async (steps) => {
      const one = await steps.create({ properties: 'full' });
      // A key that begins with another one is another key.
      const other = await steps.create({ properties: 'full' }, { key: `${one.key}1` });
      await steps.replace(one, { properties: 'full' });
      await steps.read(other, steps.asOwn);
      await steps.remove(one);
      await steps.read(other, steps.asOwn);
    },
  };
}

function betweenParents(): Sequence {
  return {
    rules: ['separate'],
    parents: 2,
    run: async (steps) => {
      const one = await steps.create({ properties: 'full' });
      const other = await savedUnder(steps, 1);
      await steps.read(one, steps.asOwn);
      await steps.read(other, steps.asOwn);
      await steps.replace(one, { properties: 'minimal' });
      await steps.read(other, steps.asOwn);
      await steps.read(one, steps.asOwn);
    },
  };
}

function savedUnder(steps: Steps, parentIndex: number): Promise<ResourceRef> {
  return steps.create({ properties: 'full' }, { parentIndex });
}
