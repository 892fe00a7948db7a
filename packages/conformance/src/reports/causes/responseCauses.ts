import type { ClauseKind } from '@oidc-admin/contract';
import { isAbout, isSuccess, bodyPlace, type CauseRule, type Sighting } from './sighting.ts';

function covers(outer: string | undefined, inner: string | undefined): boolean {
  if (outer === undefined || inner === undefined) return false;
  return outer === '' || outer === inner || inner.startsWith(`${outer}/`);
}

/** Of several differences at one place of one response, the one of the lowest rank is the mistake. */
const rankOf: Partial<Record<ClauseKind, number>> = {
  neverReturned: 0,
  propertyType: 1,
  propertyPresent: 1,
  propertyValue: 1,
  presentWhen: 1,
  noBody: 1,
  errorBody: 1,
  contentType: 2,
  undocumentedProperty: 2,
};
const otherRank = 3;

function rank({ clause: { kind } }: Sighting): number {
  return rankOf[kind] ?? otherRank;
}

/** What is wrong with the form of a response at some place is also no value that was kept. */
const form: CauseRule = (sighting, { sameExchange, sameCheck }) => [
  ...sameExchange(sighting).filter(
    (other) =>
      rank(other) < rank(sighting) &&
      (covers(other.place, sighting.place) || isUnnamed(other, sighting)),
  ),
  // Of one check the same difference is noted once.
  ...sameCheck(sighting).filter(
    (other) =>
      rank(other) < rank(sighting) &&
      other.place !== undefined &&
      other.place === sighting.place &&
      (other.mismatch.exchange ?? 0) < (sighting.mismatch.exchange ?? 0),
  ),
];

/** The name of an error cannot be read where its body is wrong. */
function isUnnamed({ clause: { kind } }: Sighting, { clause }: Sighting): boolean {
  return kind === 'errorBody' && clause.kind === 'errorPair';
}

/** Whether it is the key that differs: the response is about another one. */
function isOfKey({ operation, place, clause, contract }: Sighting): boolean {
  const { action } = operation ?? {};
  if (action?.does !== 'read' || place === undefined || clause.group !== 'sequence') return false;
  const key = contract.resources.find(({ name }) => name === action.resource)?.key;
  return key !== undefined && place.split('/').at(-1) === key;
}

export function showsAnother(sighting: Sighting): boolean {
  return sighting.clause.kind === 'separate' && isOfKey(sighting);
}

/** A response about another resource of the same kind is wrong in every value. */
const ofAnother: CauseRule = (sighting, { all, sameExchange }) => {
  if (sighting.clause.group !== 'sequence' || showsAnother(sighting)) return [];
  if (!sameExchange(sighting).some((other) => isOfKey(other))) return [];
  return all.filter(
    (other) =>
      showsAnother(other) &&
      other.own &&
      other.operation === sighting.operation &&
      isAbout(other.clause, other.operation),
  );
};

/** What was left out and keeps its old value has not fallen back to its default either. */
const oldValue: CauseRule = ({ clause, mismatch, place, operation }, { all, wasSent }) => {
  const name = place?.slice(place.lastIndexOf('/') + 1);
  if (clause.kind !== 'defaults' || name === undefined) return [];
  const left = all.filter(
    (other) =>
      other.clause.kind === 'replaced' &&
      other.clause.resource === clause.resource &&
      other.operation === operation,
  );
  return left.length > 0 && wasSent(name, mismatch.actual) ? left : [];
};

/** A list that tells what a single read tells as well is right about it: the read's difference is the mistake. */
const listedAsRead: CauseRule = ({ clause, symptom, operation, mismatch, place = '' }, { all }) => {
  if (operation?.action.does !== 'list' || clause.group !== 'sequence') return [];
  const { resource, at } = operation.action;
  const list = bodyPlace(at);
  const ofRead = all.filter(
    ({ operation: other }) => other?.action.does === 'read' && other.action.resource === resource,
  );
  if (place !== list && place !== `${list}/[]`)
    return ofRead.filter(
      (other) => other.place !== undefined && place === `${list}/[]/${belowAt(other)}`,
    );
  // Whether it is there at all: what a list has too much or lacks, a read finds or does not find.
  const isThere = mismatch.actual !== undefined;
  return ofRead.filter(
    ({ exchange, symptom: own }) =>
      own !== symptom &&
      (own.kind === 'existence' || own.kind === 'status') &&
      isSuccess(exchange) === isThere,
  );
};

/** Where in what was saved, and not in the body around it. */
function belowAt({ operation, place = '' }: Sighting): string {
  const around = operation?.action.does === 'read' ? bodyPlace(operation.action.at) : '';
  return around === '' ? place : place.slice(around.length + 1);
}

/** Null that was taken and kept is shown afterwards. */
const keptNull: CauseRule = ({ mismatch, operation, place }, { all }) => {
  if (mismatch.actual !== null || place === undefined) return [];
  const { action } = operation ?? {};
  if (action === undefined || !('resource' in action)) return [];
  const name = place.slice(place.lastIndexOf('/') + 1);
  return all.filter(
    (other) =>
      other.clause.kind === 'nullOptional' &&
      other.clause.element === name &&
      other.own &&
      other.operation !== undefined &&
      'resource' in other.operation.action &&
      other.operation.action.resource === action.resource,
  );
};

/** What the response itself, or another response about the same thing, tells of the cause. */
export const responseCauses: readonly CauseRule[] = [
  keptNull,
  ofAnother,
  form,
  listedAsRead,
  oldValue,
];
