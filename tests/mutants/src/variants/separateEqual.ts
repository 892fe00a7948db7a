import { isNested, type Contract, type Resource } from '@oidc-admin/contract';
import { childrenOf, savedAt, withSaved, type Decision, type FaultContext } from '@oidc-admin/mock';
import { freeProperties, namedPlace, onSuccess, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

/** Takes what has the same key, or the same values, for the same thing. */
export const separateEqual: VariantMutants = (contract) =>
  contract.clauses
    .filter(({ kind }) => kind === 'separate')
    .flatMap((clause) => {
      const resource = contract.resources.find(({ name }) => name === clause.resource);
      if (resource?.key === undefined) return [];
      const made = (
        name: string,
        says: string,
        operation: string | undefined,
        hooks: FaultHooks,
      ): readonly VariantMutant[] =>
        operation === undefined ? [] : [{ clause, name, says, operation, hooks }];
      const { create, replace, merge, delete: remove } = resource.operations;
      const others = contract.resources.filter(
        (other) =>
          other.name !== resource.name &&
          other.key !== undefined &&
          other.parent === resource.parent &&
          [resource, other].every((one) => !one.serverMade.includes(one.key ?? '')),
      );
      const gone = onSuccess(['create', 'replace', 'delete'], forgettingIn(others));
      return [
        ...(others.length === 0
          ? []
          : [
              ...made(
                'sameKeyDeleted',
                'A delete deletes what has the same key elsewhere.',
                remove,
                gone,
              ),
              ...made(
                'sameKeyLost',
                'A create deletes what has the same key elsewhere.',
                create,
                gone,
              ),
            ]),
        ...made(
          'equalDeleted',
          'A delete deletes everything that has the same values.',
          remove,
          onSuccess(['delete'], toEqual(contract, resource)),
        ),
        ...made(
          'whollyEqualDeleted',
          'A delete deletes everything that has the same values and the same secrets.',
          hasOptionalSecrets(contract, resource) ? remove : undefined,
          onSuccess(['delete'], toEqual(contract, { ...resource, neverReturned: [] })),
        ),
        ...made(
          'sameTextReplaced',
          'An update updates everything that has one of its texts.',
          replace,
          onSuccess(['replace'], toThoseWithText(resource)),
        ),
        ...made(
          'equalReplaced',
          'An update updates everything that had the same values.',
          replace ?? merge,
          onSuccess(['replace', 'merge'], toEqual(contract, resource)),
        ),
      ];
    });

/** Two can only be wholly equal where each secret may be left out. */
function hasOptionalSecrets(
  { operations }: Contract,
  { neverReturned, operations: { create } }: Resource,
): boolean {
  const body = operations.find(({ id }) => id === create)?.body;
  const isOptional = (name: string): boolean =>
    body?.properties.some((one) => one.name === name && !one.required && !isNested(name)) === true;
  return neverReturned.length > 0 && neverReturned.every(isOptional);
}

function forgettingIn(others: readonly Resource[]) {
  return (decision: Decision, context: FaultContext): Decision => {
    const place = namedPlace(context);
    if (place === undefined) return decision;
    let { next } = decision;
    for (const { name } of others)
      next = withSaved(next, { resource: name, parent: place.parent, key: place.key }, undefined);
    return { ...decision, next };
  };
}

/** Writes the same to everything that has the same first free text as what is written. */
function toThoseWithText(resource: Resource) {
  const text = freeProperties(resource)[0]?.name ?? '';
  const { name, key = '' } = resource;
  return (decision: Decision, context: FaultContext): Decision => {
    const place = namedPlace(context);
    const written = place && savedAt(decision.next, place);
    if (place === undefined || written?.[text] === undefined) return decision;
    let { next } = decision;
    for (const [other, saved] of childrenOf(next, name, place.parent))
      if (other !== place.key && saved[text] === written[text])
        next = withSaved(next, { ...place, key: other }, { ...written, [key]: other });
    return { ...decision, next };
  };
}

/** Does the same to everything of the resource that had the same values before, but for the key and what is secret. */
function toEqual(_: Contract, { name, key = '', neverReturned }: Resource) {
  const values = (saved: object | undefined): string =>
    JSON.stringify(
      Object.entries(saved ?? {})
        .filter(([property]) => property !== key && !neverReturned.includes(property))
        .toSorted(([left], [right]) => left.localeCompare(right)),
    );
  return (decision: Decision, context: FaultContext): Decision => {
    const place = namedPlace(context);
    const before = place && savedAt(context.state, place);
    if (place === undefined || before === undefined) return decision;
    const after = savedAt(decision.next, place);
    let { next } = decision;
    for (const [other, saved] of childrenOf(context.state, name, place.parent))
      if (other !== place.key && values(saved) === values(before))
        next = withSaved(
          next,
          { ...place, key: other },
          after === undefined ? undefined : { ...after, [key]: other },
        );
    return { ...decision, next };
  };
}
