import { closest, distance } from 'fastest-levenshtein';

/** The word that one was most likely meant for; undefined where none is alike. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || known.includes(word)) return undefined;
  const found = closest(
    word.toLowerCase(),
    known.map((one) => one.toLowerCase()),
  );
  const right = known.find((one) => one.toLowerCase() === found);
  if (right === undefined) return undefined;
  const isAlike = distance(word.toLowerCase(), found) <= Math.max(1, Math.floor(right.length / 3));
  return isAlike ? right : undefined;
}
