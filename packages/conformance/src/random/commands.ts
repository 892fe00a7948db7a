import {
  makesKeys,
  type Operation,
  type Resource,
  isBelowCaller,
  parentTexts,
} from '@oidc-admin/contract';
import { array, integer, nat, oneof, record, subarray, type Arbitrary } from 'fast-check';
import { sentProperties, without, type Body } from '../checks/bodies.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { hasFewKeys, levelToMiss, madeRef } from '../checks/madeKeys.ts';
import { rightRequest } from '../checks/requests.ts';
import { pathFor, type ResourceRef } from '../checks/resourceRef.ts';
import type { RunContext } from '../checks/runContext.ts';
import { ifRight } from '../checks/signIn.ts';

/** One step of a random sequence. `slots` are the keys that the sequence uses. */
export interface Command {
  run(context: CheckContext, slots: Map<number, string>): Promise<void>;
  toString(): string;
}

interface Shape {
  readonly slot: number;
  readonly alternative: number;
  readonly optional: readonly string[];
  readonly broken: boolean;
}

/** Sequences of everything that can be done with a resource. */
export function commandsFor(
  run: RunContext,
  resource: Resource,
  longest: number,
): Arbitrary<Command[]> {
  const { operations } = resource;
  const slots =
    resource.parent === undefined || resource.parentResource !== undefined
      ? 2
      : isBelowCaller(resource, run.contract)
        ? 1
        : parentTexts(resource, run.parents).length;
  const slot = nat({ max: Math.max(slots, 1) - 1 });
  const writes = [operations.create, operations.replace, operations.merge, operations.save].flatMap(
    (id) => (id === undefined ? [] : [writing(run.operation(id), resource, slot)]),
  );
  const others = [operations.read, operations.delete, operations.list].flatMap((id) =>
    id === undefined ? [] : [plain(run.operation(id), resource, slot)],
  );
  return array(oneof(...writes, ...others), { minLength: 3, maxLength: longest });
}

function writing(
  operation: Operation,
  resource: Resource,
  slot: Arbitrary<number>,
): Arbitrary<Command> {
  const alternatives = operation.body?.alternatives ?? [[]];
  const optional = sentProperties(operation)
    .map(({ name }) => name)
    .filter((name) => !alternatives.some((names) => names.includes(name)));
  const shape: Arbitrary<Shape> = record({
    slot,
    alternative: nat({ max: alternatives.length - 1 }),
    optional: subarray(optional),
    broken: integer({ min: 0, max: 4 }).map((number) => number === 0),
  });
  return shape.map((wanted) => ({
    run: async (context, slots) => {
      if (mayMeetOthers(context, operation, resource, slots.has(wanted.slot))) return;
      const ref = refAt(context, resource, slots, wanted.slot);
      const { alternative } = wanted;
      const required = await rightRequest(context, operation, { ref, alternative });
      const full = await rightRequest(context, operation, { ref, properties: 'full' });
      const chosen = Object.entries(full.body ?? {}).filter(([name]) =>
        wanted.optional.includes(name),
      );
      const body: Body = { ...required.body, ...Object.fromEntries(chosen) };
      const [first = ''] = sentProperties(operation)
        .filter((property) => property.required)
        .map(({ name }) => name);
      const sent = await context.send({
        ...required,
        body: wanted.broken ? without(body, [first]) : body,
      });
      const made = madeRef(context.run.contract, resource, operation, required.path, sent.response);
      if (made !== undefined) slots.set(wanted.slot, made.key);
      // That a key is taken is what such a sequence may bring about.
      const { broken } = sent.matched ?? {};
      if (!wanted.broken && broken?.location[0] === 'body' && broken.kind !== 'taken')
        ifRight(context, '', sent);
    },
    toString: () => `${operation.id}(${JSON.stringify(wanted)})`,
  }));
}

function plain(
  operation: Operation,
  resource: Resource,
  slot: Arbitrary<number>,
): Arbitrary<Command> {
  return slot.map((wanted) => ({
    run: async (context, slots) => {
      if (mayMeetOthers(context, operation, resource, slots.has(wanted))) return;
      const ref = refAt(context, resource, slots, wanted);
      await context.send({ operation, path: pathFor(operation, ref) });
    },
    toString: () => `${operation.id}(${wanted})`,
  }));
}

/** Whether a request under a key that nothing of the run has could be about something of somebody else's. */
function mayMeetOthers(
  { run }: CheckContext,
  operation: Operation,
  resource: Resource,
  isMade: boolean,
): boolean {
  if (isMade || !makesKeys(resource) || !operation.path.includes(`{${resource.key}}`)) return false;
  const isUnsure = levelToMiss(operation, resource) !== undefined;
  return hasFewKeys(resource) || (isUnsure && run.parameters.level !== 'disposable');
}

function refAt(
  { run }: CheckContext,
  resource: Resource,
  slots: Map<number, string>,
  slot: number,
): ResourceRef {
  const { pool } = run;
  if (resource.key === undefined) return pool.at(resource, pool.parentOf(resource, slot), '');
  const key = slots.get(slot) ?? pool.newKey(resource);
  // Of keys that the server makes, only those count that it has shown.
  if (!makesKeys(resource)) slots.set(slot, key);
  return pool.at(resource, pool.parentOf(resource), key);
}
