import { isObject, type Clause, type ClauseKind } from '@oidc-admin/contract';
import { showsAnother } from './responseCauses.ts';
import {
  propertiesOfRequest,
  isAbout,
  isDirect,
  isSuccess,
  jsonValueIn,
  type CauseRule,
  type ReportedExchange,
  type Sighting,
} from './sighting.ts';

/** Kinds that say which value a property has: a wrong one breaks whichever of them holds at that moment. */
const valueKinds: readonly ClauseKind[] = ['kept', 'replaced', 'defaults', 'normalised'];

function isValue({ kind }: Clause): boolean {
  return valueKinds.includes(kind);
}

/** Whether two differences are the same one, whatever clause is blamed for them. */
function isSame(one: Sighting, other: Sighting): boolean {
  if (one.operation !== other.operation || one.place !== other.place) return false;
  if (one.symptom !== other.symptom && !(isValue(one.symptom) && isValue(other.symptom)))
    return false;
  if (one.place !== undefined || one.mismatch.actual === other.mismatch.actual) return true;
  // A rule that is not there at all leaves it to the next one what is answered.
  return other.symptom.group === 'refuse' && isSuccess(other.exchange);
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

/**
 * What a check takes for its own, since nothing else could have caused it there, is seen without that as well. What is seen
 * without any overlap is no matter of overlapping requests.
 */
const withoutTheCheck: CauseRule = (sighting, { all }) => {
  if (isDirect(sighting) || showsAnother(sighting)) return [];
  const overlaps = sighting.clause.kind === 'concurrent';
  return all.filter(
    (other) =>
      (overlaps
        ? other.clause.kind !== 'concurrent'
        : isDirect(other) ||
          (other.clause.kind === 'listed' && sighting.clause.kind !== 'listed')) &&
      (isSame(sighting, other) || (overlaps && isSameExistence(sighting, other))),
  );
};

/** A right request that is refused for what another clause of its operation speaks of breaks that one. */
const refusedFor: CauseRule = (sighting, { all }) => {
  const { clause, symptom, operation, mismatch, exchange } = sighting;
  if (exchange?.right !== true || operation === undefined || clause === symptom) return [];
  const isOfOther = clause.operation !== operation.id;
  return all.filter(
    (other) =>
      other.clause.operation === operation.id &&
      (isOfOther || (isWhole(other) && !isWhole(sighting))) &&
      (other.clause.group === 'accept' || other.clause.group === 'refuse') &&
      other.exchange?.right === true &&
      other.symptom === symptom &&
      other.own &&
      other.mismatch.actual === mismatch.actual &&
      hasFeature(exchange, other),
  );
};

/** Whether a clause speaks of a body as a whole: of all its properties, or of no more than it needs. */
function isWhole({ clause: { kind } }: Sighting): boolean {
  return kind === 'minimal' || kind === 'full';
}

const presence: readonly ClauseKind[] = ['alternative', 'contested', 'conditional'];

/** Whether a request has what a right one was refused for: its properties, or the value or length of one of them. */
function hasFeature(
  exchange: ReportedExchange,
  { clause: { kind, element = '$' }, ...other }: Sighting,
) {
  const [body, refused] = [propertiesOfRequest(exchange), propertiesOfRequest(other.exchange)];
  const names = element === '$' ? Object.keys(refused) : element.split('+');
  if (!names.every((name) => Object.hasOwn(body, name))) return false;
  if (element === '$') return names.length === Object.keys(body).length;
  if (presence.includes(kind)) return true;
  return names.every((name) => {
    const [value, wrong] = [body[name], refused[name]];
    return typeof value === 'string' && typeof wrong === 'string'
      ? value === wrong || Array.from(value).length === Array.from(wrong).length
      : JSON.stringify(value) === JSON.stringify(wrong);
  });
}

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

/** What makes an operation fail does so whatever else is wrong with the request. */
const failsAnyway: CauseRule = ({ clause, operation, mismatch, exchange, place }, { all }) => {
  const { actual } = mismatch;
  if (clause.kind !== 'order' || place !== undefined || exchange === undefined) return [];
  if (typeof actual !== 'number' || actual < 500) return [];
  return all.filter((other) => {
    const looksAt = failing[other.clause.kind];
    return (
      looksAt !== undefined &&
      other.exchange !== undefined &&
      other.operation === operation &&
      other.own &&
      other.mismatch.actual === actual &&
      looksAt(exchange.request) === looksAt(other.exchange.request)
    );
  });
};

/**
 * A clause whose own checks found nothing is explained by one of the same resource whose own checks did: what another request
 * did shows at whatever is looked at later.
 */
const traceOf: CauseRule = (sighting, { all }) => {
  const { clause } = sighting;
  if (clause.group !== 'sequence' || clause.kind === 'concurrent') return [];
  const own = all.filter(
    (other) =>
      other.clause.group === 'sequence' && other.clause.resource === clause.resource && other.own,
  );
  if (own.some((other) => other.clause === clause)) return [];
  return own.filter(({ clause: { kind } }) => kind !== 'concurrent');
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
  withoutTheCheck,
  refusedFor,
  nullAsType,
  failsAnyway,
  traceOf,
];
