import type { Resource } from './contract.ts';
import type { Operation } from './description.ts';
import type { Draft } from './draft.ts';
import { pointerOf } from './elements.ts';
import { isAboutOne, isBelowCaller, makesKeys, parentsAbove } from './parentResource.ts';
import { parentNames, unnamedParents } from './parentText.ts';
import { below } from './pointer.ts';

interface Around {
  readonly resources: readonly Resource[];
  readonly operations: readonly Operation[];
}

/**
 * Checks that every engine can know what a resource stands below: of several parents all but the outermost are made by operations, or
 * none is; what an operation does not name is found by the key, or is the one of who signs in.
 */
export function checkParents(
  resource: Resource,
  around: Around,
  pointer: string,
  pointers: ReadonlyMap<string, string>,
  draft: Draft,
): void {
  const own = new Set(Object.values(resource.operations));
  const operations = around.operations.filter(({ id }) => own.has(id));
  if (!isWholeAbove(resource, operations, around))
    draft.problem(
      below(pointer, 'parent'),
      `stands below ${parentNames(resource).join(' and ')}; of several parents, each but the outermost must be one that an operation of the document makes, or none of them may be`,
    );
  for (const operation of operations) {
    const [first] = unnamedParents(resource, operation);
    if (first === undefined || mayLeaveOut(resource, operation, around)) continue;
    draft.problem(
      pointers.get(operation.id) ?? pointer,
      `has no path parameter ${first}, the parent of ${resource.name}${whyNeeded(resource, operation)}`,
    );
  }
  for (const [name, at] of Object.entries(resource.parentShown ?? {})) {
    const where = below(pointer, 'parentShown', name);
    if (!parentNames(resource).includes(name))
      draft.problem(where, `${name} is no parent of ${resource.name}`);
    if (!resource.properties.some((one) => pointerOf(one.name) === at))
      draft.problem(where, `the resource's schema has no property at ${at}`);
  }
}

function whyNeeded(resource: Resource, { action }: Operation): string {
  if (isAboutOne(action) && !makesKeys(resource))
    return '; without it only what has a key that the server makes can be found';
  if (action.does === 'create' && resource.parentResource !== undefined)
    return `, which an operation of the document makes`;
  return '';
}

/** Whether an operation needs no word of the parents that its path does not name. */
function mayLeaveOut(resource: Resource, operation: Operation, around: Around): boolean {
  const { action } = operation;
  if (action.does === 'list' && 'everywhere' in action) return true;
  if (isAboutOne(action) && makesKeys(resource)) return true;
  if (isBelowCaller(resource, around) && ['create', 'list'].includes(action.does)) return true;
  return findsParent(resource, operation, around);
}

/** Whether the path names the thing that a resource stands below, by a key that the server makes. */
function findsParent(resource: Resource, operation: Operation, { resources }: Around): boolean {
  const parent = resources.find(({ name }) => name === resource.parentResource);
  return (
    parent !== undefined &&
    makesKeys(parent) &&
    !unnamedParents(resource, operation).includes(resource.parent ?? '')
  );
}

/** Whether what stands below several parents stands below one thing that stands below all others, or a deployment knows all. */
function isWholeAbove(
  { above = [], parentResource: name }: Resource,
  operations: readonly Operation[],
  around: Around,
): boolean {
  if (above.length === 0) return true;
  const parent = around.resources.find((one) => one.name === name);
  if (parent !== undefined) return parentNames(parent).length === above.length;
  return operations.every((one) =>
    parentsAbove(one, around).every(({ parameter }) => !above.includes(parameter)),
  );
}
