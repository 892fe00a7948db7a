import { isNested, type Property, type Resource } from '@oidc-admin/contract';
import { isObject } from '@oidc-admin/mock';
import { onWrites, only, savingOtherwise, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** Of two switches one is saved as the other one is. */
export const keptSwitches: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind, element }) => kind === 'kept' && element === undefined)
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      if (resource === undefined) return [];
      return operations.flatMap(({ id: operation, action, body }) => {
        const writes = ['create', 'replace', 'merge', 'save'].includes(action.does);
        if (!('resource' in action) || action.resource !== resource.name || !writes) return [];
        const sent = new Set(body?.properties.map(({ name }) => name));
        const [first, second] = switchesOf(resource).filter(({ name }) => sent.has(name));
        if (first === undefined || second === undefined) return [];
        return [
          {
            clause,
            name: 'switchedOnBeside',
            says: 'A switch that is off is saved as on where the one before it is on.',
            operation,
            hooks: only(resource, following(second.name, first.name, true)),
          },
          {
            clause,
            name: 'switchedOffBeside',
            says: 'A switch that is on is saved as off where the one after it is off.',
            operation,
            hooks: only(resource, following(first.name, second.name, false)),
          },
        ];
      });
    });

function switchesOf({ properties, serverMade }: Resource): readonly Property[] {
  return properties.filter(
    ({ name, types, schema, binding }) =>
      types.includes('boolean') &&
      !isNested(name) &&
      !serverMade.includes(name) &&
      !('enum' in schema || 'const' in schema) &&
      binding === 'MUST',
  );
}

function following(name: string, other: string, value: boolean): FaultHooks {
  const change = <Values extends object>(saved: Values): Values => {
    const { [name]: own, [other]: beside } = saved as Readonly<Record<string, unknown>>;
    return own === !value && beside === value ? { ...saved, [name]: value } : saved;
  };
  return onWrites((decision, context) => ({
    ...savingOtherwise(decision, context, change),
    body: isObject(decision.body) ? change(decision.body) : decision.body,
  }));
}
