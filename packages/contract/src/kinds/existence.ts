import type { Description, Operation } from '../description.ts';
import { isAboutOne, parentsAbove } from '../parentResource.ts';
import { parentNames } from '../parentText.ts';
import type { RefuseDefinition } from './kindDefinition.ts';

export const existenceKind = {
  group: 'refuse',
  on: 'path',
  family: 'existence',
  says: 'names a resource or parent that does not exist',
  read: ({ entry: { operation, scope }, property: { name } }, around) =>
    mustExist(name, operation, around)
      ? [{ text: `whose ${name} does not exist`, source: scope.source }]
      : [],
} as const satisfies RefuseDefinition;

/** A parent must exist; so must what is read, replaced, merged or deleted by its key. */
function mustExist(parameter: string, operation: Operation, around: Description): boolean {
  const { resources } = around;
  if (resources.some((one) => parentNames(one).includes(parameter))) return true;
  if (parentsAbove(operation, around).some((above) => above.parameter === parameter)) return true;
  const { action } = operation;
  if (!isAboutOne(action)) return false;
  return resources.some(({ name, key }) => name === action.resource && key === parameter);
}
