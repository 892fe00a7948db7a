import { isDeepStrictEqual } from 'node:util';
import {
  textBelow,
  makerOf,
  elementSteps,
  isObject,
  makesKeys,
  type JsonValue,
  type Resource,
} from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { operationsOn } from '../checks/contractViews.ts';
import { deleteHolding } from '../checks/deleteHolding.ts';
import { pathUnder } from '../checks/resourceRef.ts';
import { resourceIn } from './leftBehind.ts';
import { sequences, Steps, type Sequence } from './steps.ts';

/**
 * What was deleted is gone from read and list, and cannot be deleted or updated again; its key is free for something new, which
 * comes and goes like anything else.
 */
export const deleted = sequences(({ resource, contract }) => {
  const { key, operations } = resource;
  if (operations.delete === undefined) return [];
  if (key === undefined) return operations.save === undefined ? [] : [reset];
  if (makerOf(resource) === undefined) return [];
  return [
    {
      name: 'gone',
      run: async (steps) => {
        const ref = await steps.create({ properties: 'full' });
        await steps.remove(ref, { blame: [steps.clause] });
        await steps.read(ref, steps.asOwn);
        await steps.list(steps.asOwn);
      },
    },
    // What the server made, nobody can ask for again.
    ...(makesKeys(resource)
      ? []
      : [...keyFree, ...contract.resources.flatMap((one) => emptied(one, resource))]),
    {
      name: 'twice',
      run: async (steps) => {
        const ref = await steps.create();
        await steps.remove(ref, steps.asOwn);
        await steps.remove(ref, steps.asOwn);
      },
    },
    ...operationsOn(contract, resource, ['replace', 'merge']).map((update) => ({
      name: update.action.does === 'replace' ? 'updated' : update.id,
      run: async (steps: Steps) => {
        const ref = await steps.create({ properties: 'full' });
        await steps.remove(ref, { blame: [steps.clause] });
        await steps.write(update, { properties: 'full' }, { ref, ...steps.asOwn, blame: [] });
        await steps.read(ref, steps.asOwn);
        await steps.list(steps.asOwn);
      },
    })),
  ];
});

/** Of what stood below something that is deleted, nothing comes back when its key is taken again. */
function emptied(child: Resource, { name }: Resource): readonly Sequence[] {
  const { create, list, read, save } = child.operations;
  const isShown = (child.key === undefined ? read : (list ?? read)) !== undefined;
  if (child.parentResource !== name || (create ?? save) === undefined || !isShown) return [];
  return [
    {
      name: `emptied.${child.name}`,
      run: async (steps) => {
        const beside = new Steps(steps.context, child, steps.clause);
        const { pool } = steps.context.run;
        const ref = await steps.create({ properties: 'full' });
        const key = child.key === undefined ? '' : pool.newKey(child);
        const below = await beside.create(
          { properties: 'full' },
          { ref: pool.at(child, textBelow(ref.resource, ref), key) },
        );
        await deleteHolding(steps.context, ref);
        await steps.create({ properties: 'minimal' }, { ref, ...steps.free });
        const { asOwn } = beside;
        const isAbsent = ({ clause }: Mismatch): boolean =>
          steps.context.run.clause(clause)?.kind === 'absent';
        const options = {
          relabel: (one: Mismatch) =>
            isAbsent(one) ? steps.clause : (asOwn.relabel?.(one) ?? one.clause),
        };
        if (read !== undefined) await beside.read(below, options);
        if (list === undefined) return;
        const operation = steps.context.operation(list);
        const path = pathUnder(operation, child, textBelow(ref.resource, ref));
        await steps.context.send({ operation, path }, options);
      },
    },
  ];
}

/** Of what exists once, a delete leaves the same behind, whatever was saved before. */
const reset: Sequence = {
  name: 'reset',
  run: async (steps) => {
    const left: Readonly<Record<string, JsonValue | undefined>>[] = [];
    for (const properties of ['full', 'minimal', 'full'] as const) {
      const ref = await steps.create({ properties });
      await steps.remove(ref, { blame: [steps.clause] });
      const shown = resourceIn(await steps.read(ref));
      if (!isObject(shown)) return;
      left.push(shown);
    }
    const made = new Set(steps.resource.serverMade.map((name) => elementSteps(name)[0]));
    for (const name of new Set(left.flatMap((one) => Object.keys(one))))
      if (!made.has(name) && left.some((one) => !isDeepStrictEqual(one[name], left[0]?.[name]))) {
        const message = `what a delete leaves of ${name} depends on what was saved before`;
        steps.blame({ steps: [name], message });
      }
  },
};

const keyFree: readonly Sequence[] = [
  {
    name: 'keyFree',
    run: async (steps) => {
      const ref = await steps.create({ properties: 'full' });
      // What a server remembers of a read, it must forget with what it was of.
      await steps.read(ref);
      await steps.list();
      await steps.remove(ref, { blame: [steps.clause] });
      await steps.create({ properties: 'minimal' }, { ref, ...steps.free });
      // Nothing of what stood there before comes back.
      await steps.read(ref, steps.asOwn);
      await steps.list(steps.asOwn);
    },
  },
  {
    name: 'madeAgain',
    run: async (steps) => {
      const ref = await steps.create({ properties: 'full' });
      await steps.remove(ref, { blame: [steps.clause] });
      // Nor may it remember that there was nothing.
      await steps.read(ref, steps.asOwn);
      await steps.create({ properties: 'full' }, { ref, ...steps.free });
      await steps.read(ref, steps.asOwn);
      await steps.remove(ref, steps.asOwn);
      await steps.read(ref, steps.asOwn);
      await steps.list(steps.asOwn);
    },
  },
];
