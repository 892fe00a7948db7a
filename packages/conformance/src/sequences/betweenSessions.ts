import type { Operation } from '@oidc-admin/contract';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { mayCall } from '../checks/compose.ts';
import { callersOf } from '../checks/contractViews.ts';
import { NotRun } from '../checks/notRun.ts';
import { pathFor, pathUnder, type ResourceRef } from '../checks/resourceRef.ts';
import type { TestPrincipal } from '../checks/sessions.ts';
import { sequences, type Sequence, type Steps } from './steps.ts';

/**
 * What one session writes, another one reads at once: an update of what was read before, a create, and a delete. The other
 * session is of somebody else where a second one is known who may do that.
 */
export const betweenSessions = sequences(({ contract, resource: { operations } }) => {
  const opens = contract.operations.some(({ action }) => action.does === 'open');
  const byId = (id: string | undefined): Operation | undefined =>
    contract.operations.find((operation) => operation.id === id);
  const reader = byId(operations.read);
  const update = byId(operations.replace ?? operations.merge);
  if (!opens || reader === undefined) return [];
  const [create, remove] = [byId(operations.create), byId(operations.delete)];
  const principals = callersOf(reader);
  return [
    ...(update === undefined
      ? []
      : [{ name: 'betweenSessions', principals, run: updated(update, [reader, update]) }]),
    ...(create === undefined || remove === undefined
      ? []
      : [
          {
            name: 'betweenSessions.created',
            principals,
            run: cameAndWent(create, remove, [reader, create, remove]),
          },
        ]),
  ];
});

function updated(update: Operation, all: readonly Operation[]): Sequence['run'] {
  return async (steps) => {
    const change = await elsewhere(steps, all);
    const ref = await steps.create({ properties: 'full' });
    await steps.read(ref);
    await steps.list();
    await steps.write(update, { properties: 'full' }, { ref, change });
    await requireVisible(steps, ref, change);
    await steps.read(ref, steps.asOwn);
    await steps.list(steps.asOwn);
  };
}

function cameAndWent(
  create: Operation,
  remove: Operation,
  all: readonly Operation[],
): Sequence['run'] {
  return async (steps) => {
    const change = await elsewhere(steps, all);
    await steps.list();
    const { ref } = await steps.write(
      create,
      { properties: 'full' },
      { ref: steps.fresh(), change },
    );
    await requireVisible(steps, ref, change);
    await steps.read(ref, steps.asOwn);
    await steps.list(steps.asOwn);
    await steps.context.send(change({ operation: remove, path: pathFor(remove, ref) }));
    await requireVisible(steps, ref, change);
    await steps.read(ref, steps.asOwn);
    await steps.list(steps.asOwn);
  };
}

/** Throws where not even the session that wrote sees what it wrote: then it is no matter of two sessions. */
async function requireVisible(
  steps: Steps,
  ref: ResourceRef,
  change: (request: CheckRequest) => CheckRequest,
): Promise<void> {
  const { context, resource } = steps;
  const read = steps.operation('read');
  const { list } = resource.operations;
  const requests = [
    { operation: read, path: pathFor(read, ref) },
    ...(list === undefined
      ? []
      : [
          {
            operation: context.operation(list),
            path: pathUnder(context.operation(list), resource, ref.parent),
            pages: true,
          },
        ]),
  ];
  for (const request of requests) {
    const { matched } = await context.send(change(request), { silent: true });
    if (matched === undefined)
      throw new NotRun('otherFailure', 'the session that wrote it does not see it either');
  }
}

/** Sends requests in a session of their own. */
async function elsewhere(
  { context }: Steps,
  operations: readonly Operation[],
): Promise<(request: CheckRequest) => CheckRequest> {
  const { run } = context;
  const may = (one: TestPrincipal): boolean =>
    one.borrowed !== true && operations.every((operation) => mayCall(operation, one));
  const principal = run.principals.findLast(may);
  if (principal === undefined) throw new NotRun('principal', 'nobody who may read is known');
  const opened = await run.sessions.lend(context, principal);
  return (request) => ({ ...request, by: principal.name, opened });
}
