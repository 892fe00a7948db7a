import { isDeepStrictEqual } from 'node:util';
import {
  elementAt,
  elementSteps,
  elementTree,
  elementValues,
  isObject,
  pointerSteps,
  type Clause,
  type ClauseKind,
} from '@oidc-admin/contract';
import {
  type CauseRule,
  type ReportedExchange,
  type Sighting,
  bodyPlace,
  isAbout,
  isDirect,
  isSuccess,
  jsonValueIn,
  lastStep,
} from './sighting.ts';

function covers(outer: string | undefined, inner: string | undefined): boolean {
  if (outer === undefined || inner === undefined) return false;
  return outer === '' || outer === inner || inner.startsWith(`${outer}/`);
}

/** Of several differences at one place of one response, the one of the lowest rank is the mistake. */
const rankOf: Partial<Record<ClauseKind, number>> = {
  neverReturned: 0,
  propertyType: 1,
  propertyPresent: 1,
  noBody: 1,
  errorBody: 1,
  propertyValue: 2,
  presentWhen: 2,
  contentType: 3,
  undocumentedProperty: 3,
};
const otherRank = 4;

/** The rank of a kind among several differences at one place of one response: the lowest is the mistake. */
export function formRank(kind: ClauseKind | undefined): number {
  return (kind === undefined ? undefined : rankOf[kind]) ?? otherRank;
}

function rank({ clause: { kind } }: Sighting): number {
  return formRank(kind);
}

/** What is wrong with the form of a response at some place is also no value that was kept. */
const form: CauseRule = (sighting, { sameExchange, sameCheck }) => [
  ...sameExchange(sighting).filter(
    (other) =>
      rank(other) < rank(sighting) &&
      (covers(other.place, sighting.place) || isUnnamed(other, sighting)),
  ),
  // Of one check the same difference is noted once, in whichever operation shows it first where the clause is of a resource.
  ...sameCheck(sighting).filter(
    (other) =>
      rank(other) < rank(sighting) &&
      covers(other.place, sighting.place) &&
      (other.operation === sighting.operation || other.clause.operation === undefined) &&
      (other.mismatch.exchange ?? 0) < (sighting.mismatch.exchange ?? 0),
  ),
];

/** An element of a list that does not say which it is is none that was made, and one that was made is missing. */
const withoutKey: CauseRule = (sighting, { sameExchange }) => {
  const { clause, operation, place = '', contract } = sighting;
  if (operation?.action.does !== 'list' || clause.group !== 'sequence') return [];
  const { resource, at } = operation.action;
  const key = contract.resources.find(({ name }) => name === resource)?.key;
  const list = bodyPlace(at);
  if (key === undefined || (place !== list && place !== `${list}/[]`)) return [];
  return sameExchange(sighting).filter(
    (other) =>
      rank(other) < rank(sighting) &&
      (other.place === `${list}/[]/${key}` || other.place === `${list}/[]`),
  );
};

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
const ofAnother: CauseRule = (sighting, { all, sameCheck }) => {
  if (sighting.clause.group !== 'sequence' || showsAnother(sighting)) return [];
  // Of one check the same difference is noted once: the key may have differed in an earlier response already.
  const before = sameCheck(sighting).filter(
    ({ operation, mismatch: { exchange = 0 } }) =>
      operation === sighting.operation && exchange <= (sighting.mismatch.exchange ?? 0),
  );
  if (!before.some((other) => isOfKey(other))) return [];
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
  const name = lastStep(place);
  if (clause.kind !== 'defaults' || name === undefined) return [];
  const left = all.filter(
    (other) =>
      other.clause.kind === 'replaced' &&
      other.clause.resource === clause.resource &&
      other.operation === operation,
  );
  return left.length > 0 && wasSent(name, mismatch.actual) ? left : [];
};

/** The writes of a check before a difference, the last one last. */
function writesBefore({ result, mismatch }: Sighting): readonly ReportedExchange[] {
  return result.exchanges
    .slice(0, (mismatch.exchange ?? 0) + 1)
    .filter(({ request }) => request.method !== 'GET');
}

/** Whether the last write before a difference is like the one before it but for the value that differs. */
function isOnlyNewValue(sighting: Sighting): boolean {
  const [before, last] = writesBefore(sighting).slice(-2);
  if (before === undefined || last === undefined || before.operation !== last.operation)
    return false;
  const [old, fresh] = [before, last].map(({ request }) => jsonValueIn(request.body));
  if (!isObject(old) || !isObject(fresh)) return false;
  const names = new Set([...Object.keys(old), ...Object.keys(fresh)]);
  const other = [...names].filter((name) => !isDeepStrictEqual(old[name], fresh[name]));
  return other.length === 1 && other[0] === lastStep(sighting.place);
}

/** A write that is not done where only one value is new is not done either where nothing is new, and something is left out. */
const nothingWritten: CauseRule = (sighting, { all, wasSent }) => {
  const { clause, mismatch, place, operation } = sighting;
  const name = lastStep(place);
  if (clause.kind !== 'replaced' || name === undefined || !wasSent(name, mismatch.actual))
    return [];
  const by = writesBefore(sighting).at(-1)?.operation;
  const kept = all.filter(
    (other) =>
      other.clause.kind === 'kept' &&
      other.clause.resource === clause.resource &&
      other.own &&
      isDirect(other) &&
      other.operation === operation,
  );
  // A value that is not taken beside other new ones is a mistake of its own.
  return kept.every((other) => isOnlyNewValue(other))
    ? kept.filter((other) => writesBefore(other).at(-1)?.operation === by)
    : [];
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
      (other) =>
        // A read of special texts may be the only one that finds what a list of such texts finds as well.
        (isDirect(other) || other.clause.kind === 'characters') &&
        isSameSymptom(symptom, other.symptom) &&
        other.place !== undefined &&
        place === `${list}/[]/${belowAt(other)}`,
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

/** Kinds that say which value a property has: a wrong one breaks whichever of them holds at that moment. */
const valueKinds: readonly ClauseKind[] = ['kept', 'replaced', 'defaults', 'normalised'];

/** Whether both clauses say which value a property has. */
export function areValues(...clauses: readonly Clause[]): boolean {
  return clauses.every(({ kind }) => valueKinds.includes(kind));
}

/** Whether two responses are wrong by themselves in the same way. */
export function isSameSymptom(one: Clause, other: Clause): boolean {
  return one.kind === other.kind || areValues(one, other);
}

/** Where in what was saved, and not in the body around it. */
function belowAt({ operation, place = '' }: Sighting): string {
  const around = operation?.action.does === 'read' ? bodyPlace(operation.action.at) : '';
  return around === '' ? place : place.slice(around.length + 1);
}

/** The name of what differs in what was saved: `a.b` for `/Providers/0/a/b` in a list. */
export function savedElement({
  contract,
  operation,
  mismatch,
  place = '',
}: Sighting): string | undefined {
  const { action } = operation ?? {};
  if (action === undefined || !('resource' in action)) return undefined;
  const { properties = [] } = contract.resources.find(({ name }) => name === action.resource) ?? {};
  const isList = action.does === 'list';
  const around = 'at' in action ? pointerSteps(action.at).length + (isList ? 1 : 0) : 0;
  return elementAt(elementTree(properties), pointerSteps(mismatch.at ?? place).slice(around));
}

function sentNull({ request }: ReportedExchange, element = ''): boolean {
  const sent = elementValues(jsonValueIn(request.body), elementSteps(element));
  return sent.some(({ value }) => value === null);
}

/** Null that was taken and kept is shown afterwards. */
const keptNull: CauseRule = (sighting, { all }) => {
  const { mismatch, operation, place, own, result } = sighting;
  if (mismatch.actual !== null || place === undefined) return [];
  const { action } = operation ?? {};
  if (action === undefined || !('resource' in action)) return [];
  const element = savedElement(sighting);
  // A check that sent another value did not send null.
  if (own && !result.exchanges.some((one) => sentNull(one, element))) return [];
  return all.filter(
    (other) =>
      other.clause.kind === 'nullOptional' &&
      other.clause.element === element &&
      other.own &&
      isSuccess(other.exchange) &&
      other.operation !== undefined &&
      'resource' in other.operation.action &&
      other.operation.action.resource === action.resource,
  );
};

/** A secret that is shown under its own name is a property that must not be there, also where only secrets are looked for. */
const shownByName: CauseRule = ({ clause, operation, place }, { all }) => {
  const { action } = operation ?? {};
  if (clause.kind !== 'noOtherSecrets' || place === undefined) return [];
  if (action === undefined || !('resource' in action)) return [];
  const name = place.split('/').at(-1);
  return all.filter(
    (other) =>
      other.clause.kind === 'neverReturned' &&
      other.clause.resource === action.resource &&
      other.place?.split('/').at(-1) === name,
  );
};

/** What the response itself, or another response about the same thing, tells of the cause. */
export const responseCauses: readonly CauseRule[] = [
  keptNull,
  shownByName,
  ofAnother,
  form,
  withoutKey,
  nothingWritten,
  listedAsRead,
  oldValue,
];
