import { isAbout, type CauseRule, type Sighting, type Sightings } from './sighting.ts';

function isNotFound({ place, mismatch: { actual } }: Sighting): boolean {
  return place === undefined && typeof actual === 'number' && actual >= 400;
}

function isOfAll({ clause: { kind, element } }: Sighting): boolean {
  return kind === 'kept' && element === undefined;
}

/** Whether it is that, or a check compares a response with one that is that. */
function isOfStale(
  { mismatch, clause, operation }: Sighting,
  beside: readonly Sighting[],
): boolean {
  if (mismatch.stale === true) return true;
  const isCompared = mismatch.expected === undefined && mismatch.actual === undefined;
  return (
    clause.group === 'sequence' &&
    isCompared &&
    beside.some((other) => other.mismatch.stale === true && other.operation === operation)
  );
}

/**
 * A read that shows what was saved before the last change does so after every sort of change. That is one mistake where it is
 * not only one sort that comes to nothing: what was just made is not found either. Where a target is known to break that clause in
 * whatever way, this mistake would be hidden with it: then each sort is told by itself.
 */
export const lookingBack: CauseRule = (sighting, { all, expected, sameCheck }) => {
  const { operation } = sighting;
  if (!isOfStale(sighting, sameCheck(sighting))) return [];
  const others = all.filter(
    (other) => other.mismatch.stale === true && other.operation === operation,
  );
  return others.some((other) => isNotFound(other))
    ? others.filter(
        (other) =>
          isOfAll(other) && isAbout(other.clause, operation) && !expected.has(other.clause.id),
      )
    : [];
};

/** Whether a difference is that mistake itself, which nothing else explains. */
export function isLookingBack(sighting: Sighting, sightings: Sightings): boolean {
  return isOfAll(sighting) && lookingBack(sighting, sightings).length > 0;
}
