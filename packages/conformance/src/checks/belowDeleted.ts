import { isAboutOne, type Operation, type parentsAbove, type Resource } from '@oidc-admin/contract';
import type { CheckContext } from './checkContext.ts';
import { resourceOn } from './contractViews.ts';
import { deleteHolding } from './deleteHolding.ts';
import { rightRequest, type RightRequest } from './requests.ts';
import type { ResourceRef } from './resourceRef.ts';

/** A request about what stood below something that is deleted now. Throws `NotRun` where that cannot be brought about. */
export async function belowDeleted(
  context: CheckContext,
  operation: Operation,
  { parameter, resource }: ReturnType<typeof parentsAbove<Resource>>[number],
): Promise<RightRequest> {
  const { pool, contract } = context.run;
  const parent = await pool.make(context, resource, '');
  const own = resourceOn(contract, operation);
  const about = own && { ref: await below(context, operation, own, parent.key) };
  const right = await rightRequest(context, operation, { properties: 'full', ...about });
  await deleteHolding(context, parent);
  return { ...right, path: { ...right.path, [parameter]: parent.key } };
}

/** What an operation is about, below a parent: made, where the operation speaks of what is there. */
async function below(
  context: CheckContext,
  { action }: Operation,
  own: Resource,
  parent: string,
): Promise<ResourceRef> {
  const { pool } = context.run;
  if (isAboutOne(action)) return pool.make(context, own, parent);
  return pool.at(own, parent, own.key === undefined ? '' : pool.newKey(own));
}
