import { isEach } from '../elements.ts';
import type { RequestProperty } from './kindDefinition.ts';

/** Whether a property of a body must not be null. */
export function forbidsNull({ property: { name, types }, in: place }: RequestProperty): boolean {
  return place === undefined && types.length > 0 && !types.includes('null') && !isEach(name);
}
