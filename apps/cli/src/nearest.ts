import { closest, distance } from 'fastest-levenshtein';

/** The name that somebody may have meant; none where all are too different. */
export const nearest = (given: string, names: readonly string[]): string | undefined => {
  if (names.length === 0) return undefined;
  const found = closest(given.toLowerCase(), names);
  return distance(given.toLowerCase(), found.toLowerCase()) <= Math.max(2, given.length / 3)
    ? found
    : undefined;
};

/** The question for a message, a comma before it; empty where no name is near. */
export const didYouMean = (given: string, names: readonly string[], before = ''): string => {
  const name = nearest(given, names);
  return name === undefined ? '' : `, did you mean ${before}${name}?`;
};
