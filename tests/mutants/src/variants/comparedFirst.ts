import { isDeepStrictEqual } from 'node:util';
import { isNested, type Operation, type Resource } from '@oidc-admin/contract';
import { withSaved, type Decision, type FaultContext } from '@oidc-admin/mock';
import {
  namedPlace,
  onSuccess,
  savedBefore,
  savingOtherwise,
  sentBody,
} from '@oidc-admin/mock/faults';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

/** Code that compares what it gets with what it has, and leaves it at that where it sees nothing new. */
export const comparedFirst: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(
      ({ kind, element }) => (kind === 'replaced' || kind === 'kept') && element === undefined,
    )
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      if (resource?.operations.read === undefined) return [];
      return operations
        .filter(({ action }) => 'resource' in action && action.resource === resource.name)
        .filter(({ action }) => action.does === 'replace' || action.does === 'save')
        .flatMap((operation): readonly VariantMutant[] =>
          clause.kind === 'replaced'
            ? (operation.body?.properties
                .filter(({ name, required }) => required && !isNested(name))
                .map(({ name }) => ({
                  clause,
                  name: `keptWhileSame.${name}`,
                  says: `While ${name} stays the same, what is left out stays too.`,
                  operation: operation.id,
                  hooks: onSuccess(['replace', 'save'], keptWhileSame(name)),
                })) ?? [])
            : compared(operation, resource).map((name) => ({
                clause,
                name: `unseenAlone.${name}`,
                says: `Where ${name} alone is another one, nothing is saved.`,
                operation: operation.id,
                hooks: onSuccess(['replace', 'save'], unseenAlone(name)),
              })),
        );
    });

/** Those that a read shows as they were sent, without the key: of another one, the path names another thing. */
function compared(
  { body }: Operation,
  { key, properties, neverReturned, serverMade }: Resource,
): readonly string[] {
  const shown = new Set(
    properties
      .filter(({ masked, binding }) => masked !== true && binding === 'MUST')
      .map(({ name }) => name),
  );
  return (body?.properties ?? [])
    .filter(({ name, types }) => name !== key && !isNested(name) && types.includes('string'))
    .filter(({ enum: values, reachable }) => values?.length !== 1 && reachable !== true)
    .map(({ name }) => name)
    .filter(
      (name) => shown.has(name) && !neverReturned.includes(name) && !serverMade.includes(name),
    );
}

function keptWhileSame(name: string) {
  return (decision: Decision, context: FaultContext): Decision => {
    const before = savedBefore(context);
    const sent = sentBody(context);
    if (before === undefined || !isDeepStrictEqual(before[name], sent[name])) return decision;
    const kept = Object.entries(before).filter(([one]) => !Object.hasOwn(sent, one));
    return savingOtherwise(decision, context, (saved) => ({
      ...saved,
      ...Object.fromEntries(kept),
    }));
  };
}

function unseenAlone(name: string) {
  return (decision: Decision, context: FaultContext): Decision => {
    const place = namedPlace(context);
    const before = savedBefore(context);
    if (place === undefined || before === undefined) return decision;
    const sent = Object.entries(sentBody(context));
    const isSame = sent.every(
      ([one, value]) => one === name || isDeepStrictEqual(value, before[one]),
    );
    return isSame ? { ...decision, next: withSaved(decision.next, place, before) } : decision;
  };
}
