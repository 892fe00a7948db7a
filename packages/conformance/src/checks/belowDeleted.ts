import {
  textBelow,
  isAboutOne,
  type Operation,
  type parentsAbove,
  type Resource,
} from '@oidc-admin/contract';
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
  const parent = await pool.make(context, resource, pool.parentOf(resource));
  const own = resourceOn(contract, operation);
  const about = own && {
    ref: await below(context, operation, own, await innermost(context, own, parent)),
  };
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

/** The text of the parents of something that stands, perhaps by way of others, below one thing: the others are made. */
async function innermost(
  context: CheckContext,
  own: Resource,
  { resource, parent, key }: ResourceRef,
): Promise<string> {
  const between: Resource[] = [];
  const { pool, contract } = context.run;
  for (let name = own.parentResource; name !== undefined && name !== resource.name;) {
    const above = contract.resources.find((one) => one.name === name);
    if (above !== undefined) between.unshift(above);
    name = above?.parentResource;
  }
  let text = textBelow(resource, { parent, key });
  for (const one of between) text = textBelow(one, await pool.make(context, one, text));
  return text;
}
