import type { CauseRule, Sighting } from './sighting.ts';

/** Whether a server that changes texts in one way made one text of another. */
type TextChange = (sent: string, shown: string) => boolean;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function withoutEntities(text: string): string {
  return text.replaceAll(/&(?:#(x?)([0-9a-f]+)|([a-z]+));/gi, (whole, hex, code, name) => {
    if (name !== undefined) return entities[(name as string).toLowerCase()] ?? whole;
    const number = Number.parseInt(code as string, hex === '' ? 10 : 16);
    return number > 0x10_ff_ff ? whole : String.fromCodePoint(number);
  });
}

function withoutPercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether all of some signs, and nothing else, is missing. */
function lacksSigns(sent: string, shown: string): boolean {
  const left = new Set(shown);
  const lost = new Set(Array.from(sent).filter((one) => !left.has(one)));
  return (
    lost.size > 0 &&
    [...lost].every((one) => /[^\p{L}\p{N} ]/u.test(one)) &&
    Array.from(sent)
      .filter((one) => !lost.has(one))
      .join('') === shown
  );
}

const changes: readonly TextChange[] = [
  (sent, shown) => sent.toLowerCase() === shown,
  (sent, shown) => sent.toUpperCase() === shown,
  lacksSigns,
  (sent, shown) => withoutEntities(shown) === sent,
  (sent, shown) => withoutPercent(shown) === sent,
  (sent, shown) => withoutPercent(sent) === shown,
  (sent, shown) => shown.replaceAll(/\\(.)/gs, '$1') === sent,
];

/** The ways in which the text that was sent may have become the one that is shown. */
function changesOf({ mismatch: { expected, actual } }: Sighting): readonly TextChange[] {
  if (typeof expected !== 'string' || typeof actual !== 'string' || expected === actual) return [];
  return changes.filter((made) => made(expected, actual));
}

/**
 * What a server does to every text, such as making it lower case or leaving quotes out, it does to special characters as well as to
 * ordinary values, whichever properties show it.
 */
export const changedAlike: CauseRule = (sighting, { all }) => {
  const { clause } = sighting;
  if (clause.kind !== 'characters') return [];
  const own = changesOf(sighting);
  return all.filter(
    (other) =>
      other.clause.kind === 'kept' &&
      other.clause.resource === clause.resource &&
      other.own &&
      changesOf(other).some((one) => own.includes(one)),
  );
};
