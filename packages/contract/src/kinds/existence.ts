import type { Action, DescribedResource } from '../description.ts';
import type { RefuseDefinition } from './kindDefinition.ts';

export const existenceKind = {
  group: 'refuse',
  on: 'path',
  family: 'existence',
  says: 'names a resource or parent that does not exist',
  read: ({ entry: { operation, scope }, property: { name } }, { resources }) =>
    mustExist(name, operation.action, resources)
      ? [{ text: `whose ${name} does not exist`, source: scope.source }]
      : [],
} as const satisfies RefuseDefinition;

/** A parent must exist; so must what is read, replaced or deleted by its key. */
function mustExist(
  parameter: string,
  action: Action,
  resources: readonly DescribedResource[],
): boolean {
  if (resources.some(({ parent }) => parent === parameter)) return true;
  if (!('resource' in action) || !['read', 'replace', 'delete'].includes(action.does)) return false;
  return resources.some(({ name, key }) => name === action.resource && key === parameter);
}
