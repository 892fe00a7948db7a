import { elementSteps, elementValues, isObject, lastName, type Clause } from '@oidc-admin/contract';
import { refusing, sentBody, type FaultHooks } from '@oidc-admin/mock/faults';
import { pretending } from '../refusals.ts';

/** Refuses properties that it does not know; where they are refused rightly, takes them. */
export function unknownProperty(clause: Clause): FaultHooks {
  if (clause.outcome?.allow.every((allowed) => 'status' in allowed) === true)
    return pretending(clause);
  const { element = '' } = clause;
  return refusing(400, (context) => {
    const { body } = context.operation;
    const known = new Set(
      (body?.properties ?? []).flatMap(({ name }) =>
        nameAround(name) === element ? [lastName(name)] : [],
      ),
    );
    const objects = elementValues(sentBody(context), elementSteps(element));
    return objects.some(
      ({ value }) => isObject(value) && Object.keys(value).some((name) => !known.has(name)),
    );
  });
}

/** The name of the object in which a property stands; empty for the body itself. */
function nameAround(name: string): string {
  return name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
}
