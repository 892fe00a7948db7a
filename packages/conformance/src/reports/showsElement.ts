import { elementSteps, elementValues, type Clause } from '@oidc-admin/contract';
import { jsonValueIn } from './causes/sighting.ts';

/**
 * Whether a response shows what a clause says of a property: the property itself, or, where the clause says that it is there, what it
 * would stand in. A list without elements shows nothing of its elements.
 */
export function showsElement({ kind, element = '$' }: Clause, body: string): boolean {
  const steps = elementSteps(element);
  if (steps.length === 0) return true;
  const wanted = kind === 'propertyType' || kind === 'propertyValue' ? steps : steps.slice(0, -1);
  return elementValues(jsonValueIn(body), wanted).length > 0;
}
