import { isObject, type ClauseKind } from '@oidc-admin/contract';
import { isOfSession } from '../isOfSession.ts';
import { lookingBack } from './lookingBack.ts';
import { ofOtherParent } from './otherParent.ts';
import { refusedFor } from './refusedFor.ts';
import { areValues, isSameSymptom, showsAnother } from './responseCauses.ts';
import {
  type CauseRule,
  type ReportedExchange,
  type Sighting,
  type Sightings,
  isAbout,
  isDirect,
  isSuccess,
  jsonValueIn,
  lastStep,
} from './sighting.ts';

/** Whether two differences are the same one, whatever clause is blamed for them. */
function isSame(one: Sighting, other: Sighting): boolean {
  if (one.operation !== other.operation || one.place !== other.place) return false;
  if (one.symptom !== other.symptom && !areValues(one.symptom, other.symptom)) return false;
  if (one.place !== undefined || isEqual(one.mismatch.actual, other.mismatch.actual)) return true;
  // A rule that is not there at all leaves it to the next one what is answered.
  return other.symptom.group === 'refuse' && isSuccess(other.exchange);
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether something is there: two operations on the same resource say the same of it. */
function isSameExistence(one: Sighting, other: Sighting): boolean {
  return (
    [one, other].every(
      ({ symptom: { kind }, place }) =>
        place === undefined && (kind === 'existence' || kind === 'status'),
    ) &&
    one.mismatch.actual === other.mismatch.actual &&
    isAbout(one.clause, other.operation)
  );
}

/** HEAD is answered as GET is. */
const asByGet: CauseRule = ({ clause, operation, mismatch, exchange }, { all }) =>
  clause.kind === 'head' && mismatch.actual !== undefined
    ? all.filter(
        (other) =>
          other.clause.kind !== 'head' &&
          statusKinds.includes(other.symptom.kind) &&
          other.operation === operation &&
          other.place === undefined &&
          other.mismatch.actual === mismatch.actual &&
          other.exchange?.sender.wrongWay === exchange?.sender.wrongWay,
      )
    : [];

/** What a request is answered with whatever its body is. */
const statusKinds: readonly ClauseKind[] = ['status', 'existence', 'security', 'permission'];

/**
 * Where sessions end before they should, any request of a session is refused by chance: one that is not refused when it is sent
 * again, alone, is right. So is one that only brings about what checks need, such as the log-off after them.
 */
const endedSession: CauseRule = ({ result, exchange, mismatch, contract }, { all }) => {
  const { principal, wrongWay } = exchange?.sender ?? {};
  if (principal === undefined || wrongWay !== undefined) return [];
  const isOfCheck = result.id !== `${contract.api}.preparation`;
  if (result.status !== 'flaky' && isOfCheck) return [];
  if (mismatch.actual !== exchange?.response?.status || !isOfSession(contract, mismatch)) return [];
  return all.filter(
    (other) => other.clause.kind === 'signIn' && other.mismatch.actual === mismatch.actual,
  );
};

/** What an operation may fail at, and what two requests have in common that do. */
const failing: Partial<Record<ClauseKind, (request: ReportedExchange['request']) => unknown>> = {
  malformedJson: ({ body }) => body !== undefined && body !== '' && jsonValueIn(body) === undefined,
  emptyBody: ({ body = '' }) => body === '',
  mediaType: ({ headers }) => headers['content-type'],
  // What is not there has another name each time.
  existence: () => true,
  bodyType: ({ body }) => {
    const value = jsonValueIn(body);
    return value !== undefined && !isObject(value);
  },
};

/** What makes an operation fail, or answer nothing, does so whatever else is wrong with the request. */
const failsAnyway: CauseRule = ({ clause, operation, mismatch, exchange, place }, { all }) => {
  const { actual } = mismatch;
  if (exchange === undefined || place !== undefined) return [];
  const isSilent = exchange.response === undefined;
  if (!isSilent && (clause.kind !== 'order' || typeof actual !== 'number' || actual < 500))
    return [];
  return all.filter((other) => {
    const looksAt = failing[other.clause.kind];
    return (
      looksAt !== undefined &&
      other.exchange !== undefined &&
      other.clause !== clause &&
      other.operation === operation &&
      other.own &&
      other.mismatch.actual === actual &&
      (other.exchange.response === undefined) === isSilent &&
      looksAt(exchange.request) === looksAt(other.exchange.request)
    );
  });
};

/**
 * A clause whose own checks found nothing is explained by one of the same resource whose own checks saw the same at the same
 * place, or at the place of another difference in the same response: what another request did shows at whatever is looked at
 * later.
 */
export function traceOf(sighting: Sighting, sightings: Sightings): readonly Sighting[] {
  const known = traces.get(sighting);
  if (known !== undefined) return known;
  const found = tracesIn(sighting, sightings);
  traces.set(sighting, found);
  return found;
}

const traces = new WeakMap<Sighting, readonly Sighting[]>();

function tracesIn(sighting: Sighting, { all, sameExchange }: Sightings): readonly Sighting[] {
  const { clause, symptom } = sighting;
  if (clause.group !== 'sequence' || clause.kind === 'concurrent') return [];
  const isOfProperty = clause.kind === 'kept' && clause.element !== undefined;
  const own = all.filter(
    (other) =>
      other.clause.group === 'sequence' &&
      other.clause.resource === clause.resource &&
      other.own &&
      // What is said of one property has no checks of its own, but what others see of it is due to it.
      !(isOfProperty && other.symptom === clause),
  );
  if (own.some((other) => other.clause === clause)) return [];
  const beside = sameExchange(sighting).filter((one) => isSameSymptom(one.symptom, symptom));
  return own.filter(
    (other) =>
      other.clause.kind !== 'concurrent' &&
      isSameSymptom(other.symptom, symptom) &&
      [sighting, ...beside].some((one) => isSamePlace(one, other)),
  );
}

/**
 * What a check takes for its own, since nothing else could have caused it there, is seen without that as well. What is seen
 * without any overlap is no matter of overlapping requests.
 */
const withoutTheCheck: CauseRule = (sighting, { all, refusals }) => {
  if (isDirect(sighting) || showsAnother(sighting)) return [];
  // Every request with what the clause speaks of is refused, in whatever check.
  if (refusals.some((one) => one.sighting === sighting)) return [];
  const overlaps = sighting.clause.kind === 'concurrent';
  // A list is not the mistake where the same check sees something wrong elsewhere as well.
  const isOfList = !all.some(
    (one) => one.own && one.clause === sighting.clause && one.operation !== sighting.operation,
  );
  return all.filter(
    (other) =>
      (overlaps
        ? other.clause.kind !== 'concurrent'
        : isDirect(other) ||
          (isOfList && other.clause.kind === 'listed' && sighting.clause.kind !== 'listed')) &&
      (isSame(sighting, other) || (overlaps && isSameExistence(sighting, other))),
  );
};

/** A delete that leaves something behind where nothing overlaps does so among requests that overlap as well. */
const deletesWithout: CauseRule = ({ clause, contract, result }, { all }) => {
  if (clause.kind !== 'concurrent') return [];
  const { operations } = contract.resources.find(({ name }) => name === clause.resource) ?? {};
  const remove = operations?.delete;
  if (remove === undefined || !result.exchanges.some(({ operation }) => operation === remove))
    return [];
  return all.filter(
    (other) =>
      other.clause.kind === 'deleted' && other.clause.resource === clause.resource && other.own,
  );
};

/** Whether two differences were seen at one place of the responses of one operation, or both in no place of them. */
function isSamePlace(one: Sighting, other: Sighting): boolean {
  return one.operation === other.operation && one.place === other.place;
}

/** What is seen at other resources in special situations, as well as in ordinary ones. */
const specialKinds: readonly ClauseKind[] = ['distinctCase', 'deleted', 'listed', 'concurrent'];

/** What is done to other resources as well, whatever they are, is done to those of which a special check looks at two. */
const alsoSeparate: CauseRule = (sighting, { all, sameExchange }) => {
  const { clause, symptom } = sighting;
  if (!specialKinds.includes(clause.kind) || isDirect(sighting)) return [];
  const beside = [sighting, ...sameExchange(sighting)];
  return all.filter(
    (other) =>
      other.clause.kind === 'separate' &&
      other.clause.resource === clause.resource &&
      other.own &&
      // What is wrong in lists alone is a mistake of the list.
      (clause.kind !== 'listed' || other.operation?.action.does !== 'list') &&
      isSameSymptom(symptom, other.symptom) &&
      beside.some((one) => isSameSeparately(one, other)),
  );
};

/** Whether two differences are the same at other resources: a property of one name, or one status of one operation. */
function isSameSeparately(one: Sighting, other: Sighting): boolean {
  if (lastStep(one.place) !== lastStep(other.place)) return false;
  return (
    one.place !== undefined ||
    (one.operation === other.operation && one.mismatch.actual === other.mismatch.actual)
  );
}

/** Where what is done twice is refused, a request is refused by chance that another check has sent as well. */
const refusedAgain: CauseRule = ({ result, exchange, operation, mismatch, symptom }, { all }) =>
  result.status === 'flaky' && exchange?.right === true && !isSuccess(exchange)
    ? all.filter(
        (other) =>
          other.clause.kind === 'repeatable' &&
          other.own &&
          other.operation === operation &&
          other.symptom === symptom &&
          other.mismatch.actual === mismatch.actual,
      )
    : [];

/** Whether a check has read the same before without that difference, and then changed nothing. */
function hasMoved({ result, mismatch, exchange, operation }: Sighting): boolean {
  const { exchange: index = 0, at } = mismatch;
  const before = result.exchanges.slice(0, index);
  const last = before.findLastIndex((one) => one.request.method !== 'GET');
  return before.some(
    (one, number) =>
      number > last &&
      one.operation === operation?.id &&
      isSuccess(one) &&
      one.request.url === exchange?.request.url &&
      !result.mismatches.some((other) => other.exchange === number && other.at === at),
  );
}

/** A value that reading changes is another one in each check that reads twice, or what others have read. */
const movedByReading: CauseRule = (sighting, { all }) => {
  const { clause, operation, place, symptom, own } = sighting;
  if (operation?.action.does !== 'read' || clause.kind === 'readUnchanged') return [];
  if (clause.group !== 'sequence' || place === undefined) return [];
  if (own && isDirect(sighting) && !hasMoved(sighting)) return [];
  return all.filter(
    (other) =>
      other.clause.kind === 'readUnchanged' &&
      other.own &&
      isSamePlace(sighting, other) &&
      isSameSymptom(symptom, other.symptom) &&
      hasMoved(other),
  );
};

/** What a refused request sent is shown where what is refused is made all the same, and so are its wrong values. */
const madeThoughRefused: CauseRule = (sighting, { all, sameExchange, wasRefused }) => {
  const { clause, operation } = sighting;
  const { action } = operation ?? {};
  if (action === undefined || !('resource' in action)) return [];
  if (clause.kind === 'refusedUnchanged' || !isSuccess(sighting.exchange)) return [];
  const shown = action.does === 'list' ? [sighting] : [sighting, ...sameExchange(sighting)];
  const isRefused = ({ place, mismatch: { actual } }: Sighting): boolean => {
    const name = lastStep(place);
    return name !== undefined && actual !== undefined && wasRefused(action.resource, name, actual);
  };
  if (!shown.some(isRefused)) return [];
  return all.filter(
    (other) =>
      other.clause.kind === 'refusedUnchanged' &&
      other.clause.resource === action.resource &&
      other.own &&
      // It was found, and should not be there.
      other.place === undefined &&
      isSuccess(other.exchange),
  );
};

/** Null is of another type: where any type is taken, so is null. */
const nullAsType: CauseRule = ({ clause, operation, mismatch }, { all }) =>
  clause.kind === 'nullRequired' || clause.kind === 'nullOptional'
    ? all.filter(
        (other) =>
          other.clause.kind === 'type' &&
          other.clause.element === clause.element &&
          other.operation === operation &&
          other.own &&
          other.mismatch.actual === mismatch.actual,
      )
    : [];

/** What other requests, and other checks of the same, tell of the cause. */
export const requestCauses: readonly CauseRule[] = [
  lookingBack,
  ofOtherParent,
  refusedFor,
  asByGet,
  endedSession,
  refusedAgain,
  movedByReading,
  alsoSeparate,
  withoutTheCheck,
  deletesWithout,
  madeThoughRefused,
  nullAsType,
  failsAnyway,
  traceOf,
];
