import type { DescribedResource, Description, Operation, Parameter } from './description.ts';
import type { Draft } from './draft.ts';
import type { OperationEntry } from './entries.ts';
import { headerOf } from './location.ts';

/** Headers by which a caller says which state of a thing is meant, in the way that engines know. */
type Condition = 'if-match' | 'if-none-match';

const changes: ReadonlySet<string> = new Set(['replace', 'merge', 'save', 'delete']);

/** The header parameter of an operation that is called so, in any letter case. */
export function conditionOf(
  { parameters }: Pick<Operation, 'parameters'>,
  condition: Condition,
): Parameter | undefined {
  return parameters.find(
    ({ in: place, name }) => place === 'header' && name.toLowerCase() === condition,
  );
}

/**
 * The operation whose responses show the `ETag` that an operation on the same thing can send back in `If-Match`; undefined where
 * there is none. Source: RFC 9110, 8.8.3 and 13.1.1.
 */
export function taggedRead(
  { action }: Pick<Operation, 'action'>,
  {
    operations,
    resources,
  }: Pick<Description, 'operations'> & {
    readonly resources: readonly Pick<DescribedResource, 'name' | 'operations'>[];
  },
): Operation | undefined {
  return changes.has(action.does) ? tagReader({ action }, { operations, resources }) : undefined;
}

/** The operation that reads what another one is about, and shows an `ETag`; undefined where there is none. */
export function tagReader(
  { action }: Pick<Operation, 'action'>,
  { operations, resources }: Parameters<typeof taggedRead>[1],
): Operation | undefined {
  if (!('resource' in action)) return undefined;
  const resource = resources.find(({ name }) => name === action.resource);
  const read = operations.find(({ id }) => id === resource?.operations.read);
  const isTagged = read?.responses.some(
    (one) => one.status < 300 && headerOf(one, 'etag') !== undefined,
  );
  return isTagged === true ? read : undefined;
}

/** A state that has to be named must be one that a read shows. */
export function checkConditions(
  entries: readonly OperationEntry[],
  resources: readonly DescribedResource[],
  draft: Draft,
): void {
  const around = { operations: entries.map(({ operation }) => operation), resources };
  for (const { operation, parameters } of entries) {
    const condition = conditionOf(operation, 'if-match');
    if (condition?.required !== true || taggedRead(operation, around) !== undefined) continue;
    const place = parameters.find(({ property }) => property === condition);
    draft.problem(
      place?.pointer ?? '',
      `${condition.name} is required, and no read of what ${operation.id} changes documents an ETag to send in it`,
    );
  }
}
