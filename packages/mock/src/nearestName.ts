import { distance } from 'fastest-levenshtein';

/** The one of some names that differs least from another. */
export function nearestName(name: string, known: Iterable<string>): string {
  const [nearest = ''] = [...known].toSorted(
    (one, other) => distance(name, one) - distance(name, other),
  );
  return nearest;
}
