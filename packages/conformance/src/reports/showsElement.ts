import { elementSteps, elementValues, kinds, type Clause } from '@oidc-admin/contract';
import { jsonValueIn } from './causes/sighting.ts';
import type { Exchange } from './checkResult.ts';

/**
 * Whether a response shows what a clause says of a header or a property: itself or, where the clause says that a property is
 * there, what it would stand in. A list without elements shows nothing of its elements.
 */
export function showsElement(
  { kind, element = '$' }: Clause,
  { headers, body }: Pick<NonNullable<Exchange['response']>, 'headers' | 'body'>,
): boolean {
  const steps = elementSteps(element);
  if (steps.length === 0) return true;
  if (kinds[kind].family === 'status, headers')
    return Object.hasOwn(headers, element.toLowerCase());
  const wanted = kind === 'propertyType' || kind === 'propertyValue' ? steps : steps.slice(0, -1);
  return elementValues(jsonValueIn(body), wanted).length > 0;
}
