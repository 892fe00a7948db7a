import type { Operation, Resource } from '@oidc-admin/contract';
import type { CheckContext } from './checkContext.ts';
import { resourceOn } from './contractViews.ts';
import { deleteHolding } from './deleteHolding.ts';
import { rightRequest, type RightRequest } from './requests.ts';
import type { ResourceRef } from './resourceRef.ts';

/** A request about what stood below something that is deleted now. Throws `NotRun` where that cannot be brought about. */
export async function belowDeleted(
  context: CheckContext,
  operation: Operation,
  above: Resource,
): Promise<RightRequest> {
  const { pool } = context.run;
  const parent = await pool.make(context, above, '');
  const ref = await below(context, operation, parent);
  const right = await rightRequest(context, operation, { properties: 'full', ref });
  await deleteHolding(context, parent);
  return right;
}

/** What an operation is about, below a parent: made, where the operation speaks of what is there. */
async function below(
  context: CheckContext,
  operation: Operation,
  parent: ResourceRef,
): Promise<ResourceRef> {
  const { pool, contract } = context.run;
  const own =
    resourceOn(contract, operation) ??
    contract.resources.find(({ parentResource }) => parentResource === parent.resource.name);
  if (own === undefined) throw new Error(`${operation.id} is below nothing`);
  if (['read', 'replace', 'delete'].includes(operation.action.does))
    return pool.make(context, own, parent.key);
  return pool.at(own, parent.key, own.key === undefined ? '' : pool.newKey(own));
}
