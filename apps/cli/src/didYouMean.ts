import { closest, distance } from 'fastest-levenshtein';

/** How a message about an unknown name ends: with the name that may have been meant, and all that there are. */
export function didYouMean(given: string, names: readonly string[]): string {
  const name = names.length === 0 ? '' : closest(given.toLowerCase(), names);
  const isNear = distance(given.toLowerCase(), name.toLowerCase()) <= Math.max(2, given.length / 3);
  return `${isNear && name !== '' ? `, did you mean ${name}?` : ''}; there are: ${names.join(', ')}`;
}
