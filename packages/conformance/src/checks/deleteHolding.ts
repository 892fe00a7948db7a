import type { CheckContext } from './checkContext.ts';
import { NotRun } from './notRun.ts';
import { pathFor, type ResourceRef } from './resourceRef.ts';

/** Deletes something that may hold others. Throws `NotRun` where a server does not: no rule says that it must. */
export async function deleteHolding(context: CheckContext, ref: ResourceRef): Promise<void> {
  const { name, operations } = ref.resource;
  const operation = context.operation(operations.delete ?? '');
  const path = pathFor(operation, ref);
  const { accepted } = await context.send({ operation, path }, { silent: true, preparation: true });
  if (accepted) return;
  throw new NotRun('preparation', `the ${name} ${ref.key} could not be deleted`);
}
