import { isNested, type Clause, type Contract, type Resource } from '@oidc-admin/contract';
import { withSaved } from '@oidc-admin/mock';
import {
  freeProperties,
  namedPlace,
  only,
  savedBefore,
  sentBody,
  type FaultHooks,
} from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** The rules of one property are looked at when the others are saved already. */
export const savedPartly: VariantMutants = (contract) =>
  contract.clauses
    .filter(({ kind }) => kind === 'refusedUnchanged')
    .flatMap((clause) => {
      const resource = contract.resources.find(({ name }) => name === clause.resource);
      const { replace, merge, save } = resource?.operations ?? {};
      if (resource === undefined) return [];
      return [replace, merge, save].flatMap((operation) => {
        const late = operation === undefined ? undefined : lastTyped(contract, operation);
        if (operation === undefined || late === undefined) return [];
        const texts = freeProperties(resource)
          .map(({ name }) => name)
          .filter((name) => name !== late);
        if (texts.length === 0) return [];
        return [
          {
            clause,
            name: `savedBefore.${late}`,
            says: 'The type of one property is looked at when the others are saved already.',
            operation,
            hooks: only(resource, savingTexts(resource, late, texts)),
          },
        ];
      });
    });

/** The last property of a body that has a type of its own, where it is not the first one as well. */
function lastTyped({ clauses }: Contract, operation: string): string | undefined {
  const typed = clauses.filter(
    (one: Clause) =>
      one.operation === operation &&
      one.kind === 'type' &&
      one.in === undefined &&
      !isNested(one.element ?? ''),
  );
  return typed.length < 2 ? undefined : typed.at(-1)?.element;
}

function savingTexts({ key }: Resource, late: string, texts: readonly string[]): FaultHooks {
  return {
    decide: (decision, context) => {
      const place = namedPlace(context);
      const before = savedBefore(context);
      const isOnly = decision.broken.every(
        ({ kind, property }) => kind === 'type' && property === late,
      );
      if (decision.broken.length === 0 || !isOnly || place === undefined || before === undefined)
        return decision;
      const sent = Object.entries(sentBody(context)).filter(
        ([name, value]) => name !== key && texts.includes(name) && typeof value === 'string',
      );
      const saved = { ...before, ...Object.fromEntries(sent) };
      return { ...decision, next: withSaved(decision.next, place, saved) };
    },
  };
}
