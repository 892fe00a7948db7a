import { isDeepStrictEqual } from 'node:util';
import { isObject, type ClauseKind, type JsonValue } from '@oidc-admin/contract';
import { areValues } from './responseCauses.ts';
import {
  bodyPlace,
  isSuccess,
  jsonValueIn,
  propertiesOfRequest,
  type CauseRule,
  type Sighting,
} from './sighting.ts';
import { changedAlike } from './textChanges.ts';

/** Rules between requests that say what others or refused requests may not change. */
const changingKinds: readonly ClauseKind[] = [
  'separate',
  'deleted',
  'neverCreated',
  'refusedUnchanged',
  'readUnchanged',
  'distinctCase',
];

function resourceOf({ clause, operation }: Sighting): string | undefined {
  const { action } = operation ?? {};
  return clause.resource ?? (action && 'resource' in action ? action.resource : undefined);
}

/** Whether something that should have stayed as it was is seen to change each time. */
function changesWhatStays({ clause, own, operation, exchange }: Sighting): boolean {
  if (!own) return false;
  if (changingKinds.includes(clause.kind)) return true;
  return clause.group === 'refuse' && isSuccess(exchange) && isWrite(operation?.id, exchange);
}

function isWrite(id: string | undefined, exchange: Sighting['exchange']): boolean {
  return id !== undefined && !['GET', 'HEAD'].includes(exchange?.request.method ?? 'GET');
}

/**
 * What is there, or has another value, by chance only: once it is looked at alone, it is right. Where a server changes each time
 * what should stay, or mixes requests that overlap, that is what others meet.
 */
const byChance: CauseRule = (sighting, { all }) => {
  const { result, clause, symptom } = sighting;
  if (result.status !== 'flaky' || clause.kind === 'concurrent') return [];
  const isOfState =
    ['existence', 'pathParameter', 'status', 'listed', 'taken', 'head'].includes(symptom.kind) ||
    areValues(symptom);
  const resource = resourceOf(sighting);
  if (!isOfState || resource === undefined) return [];
  return all.filter(
    (other) =>
      resourceOf(other) === resource &&
      ((other.result.status === 'failed' && changesWhatStays(other)) ||
        (other.own && other.clause.kind === 'concurrent' && clause.group !== 'sequence')),
  );
};

/** What a wrong body makes an operation fail at does so under each check that should have refused it earlier. */
const failsEarlier: CauseRule = ({ clause, operation, mismatch, exchange, place }, { all }) => {
  const { actual } = mismatch;
  if (clause.kind !== 'order' || place !== undefined || exchange === undefined) return [];
  if (typeof actual !== 'number' || actual < 500) return [];
  const sent = jsonValueIn(exchange.request.body);
  if (!isObject(sent)) return [];
  return all.filter(
    (other) =>
      other.operation === operation &&
      other.own &&
      other.mismatch.actual === actual &&
      isWrongAlike(other, sent),
  );
};

/** Whether a body lacks what another request lacked, or has an object where the other one had a value of a wrong type. */
function isWrongAlike(
  { clause, exchange }: Sighting,
  sent: Readonly<Record<string, JsonValue>>,
): boolean {
  const { element = '' } = clause;
  const other = propertiesOfRequest(exchange);
  if (clause.kind === 'required')
    return !Object.hasOwn(sent, element) && !Object.hasOwn(other, element);
  return clause.kind === 'type' && isObject(sent[element]) && Object.hasOwn(other, element);
}

/** A status that is right, of a response whose body is not the documented one of an error: the body is the mistake. */
const wrongErrorBody: CauseRule = (sighting, { sameCheck }) => {
  const { clause, place, mismatch, operation } = sighting;
  if (clause.kind === 'errorBody' || place !== '') return [];
  const { expected, actual } = mismatch;
  if (typeof expected !== 'string' || typeof actual !== 'number') return [];
  if (!expected.split(' or ').includes(String(actual))) return [];
  // Of one check the same difference is noted once: the body may have been wrong in an earlier response already.
  return sameCheck(sighting).filter(
    (other) =>
      other.clause.kind === 'errorBody' &&
      other.operation === operation &&
      (other.mismatch.exchange ?? 0) <= (mismatch.exchange ?? 0),
  );
};

/** A media type in other letters is refused whether or not a character set follows it. */
const sameMediaType: CauseRule = ({ clause, exchange, operation, mismatch }, { all }) =>
  clause.kind === 'transfer' && isMediaTypeRefused(exchange)
    ? all.filter(
        (other) =>
          other.clause.kind === 'charset' &&
          other.own &&
          other.operation === operation &&
          other.mismatch.actual === mismatch.actual &&
          isMediaTypeRefused(other.exchange),
      )
    : [];

/** Whether a right request was refused whose media type is not in small letters. */
function isMediaTypeRefused(exchange: Sighting['exchange']): boolean {
  const [type = ''] = exchange?.request.headers['content-type']?.split(';', 1) ?? [];
  return exchange?.right === true && !isSuccess(exchange) && type !== type.toLowerCase();
}

/** An update that brings something deleted back makes whatever is not there. */
const madeByUpdate: CauseRule = ({ clause, result, mismatch, operation, symptom }, { all }) => {
  if (clause.kind !== 'deleted') return [];
  const before = result.exchanges.slice(0, mismatch.exchange);
  const changed = before.findLast(({ request: { method } }) => method !== 'GET');
  if (changed === undefined || !['PUT', 'PATCH'].includes(changed.request.method)) return [];
  return all.filter(
    (other) =>
      other.clause.kind === 'neverCreated' &&
      other.clause.resource === clause.resource &&
      other.own &&
      other.operation === operation &&
      other.symptom === symptom &&
      other.mismatch.actual === mismatch.actual,
  );
};

/** A value that reading changes is another one in lists as well. */
const movedInList: CauseRule = (sighting, { all }) => {
  const { clause, operation, place, symptom } = sighting;
  if (operation?.action.does !== 'list' || place === undefined || clause.kind === 'readUnchanged')
    return [];
  if (clause.group !== 'sequence' || !areValues(symptom)) return [];
  const list = bodyPlace(operation.action.at);
  return all.filter(
    (other) =>
      other.clause.kind === 'readUnchanged' &&
      other.own &&
      other.clause.resource === clause.resource &&
      other.operation?.action.does === 'read' &&
      other.place !== undefined &&
      areValues(other.symptom) &&
      place === `${list}/[]/${other.place}`,
  );
};

/** A write that is answered by the very text that was sent shows many things wrongly: a secret, if one was sent, or the first. */
const echoed: CauseRule = ({ clause, operation, exchange, place }, { all }) => {
  if (clause.group !== 'response' || place === undefined || !isEcho(exchange)) return [];
  const echoes = all.filter(
    (other) => other.operation === operation && other.place !== undefined && isEcho(other.exchange),
  );
  const secrets = echoes.filter((other) => other.clause.kind === 'neverReturned');
  if (secrets.length > 0) return secrets;
  const [first] = echoes.filter((other) => other.clause.group === 'response');
  return first === undefined ? [] : [first];
};

function isEcho(exchange: Sighting['exchange']): boolean {
  const sent = jsonValueIn(exchange?.request.body);
  if (!isObject(sent)) return false;
  return isDeepStrictEqual(sent, jsonValueIn(exchange?.response?.body));
}

/** What is told of a cause first of all, and before and after what other requests tell of it. */
export const sideCauses: Readonly<Record<'first' | 'before' | 'after', readonly CauseRule[]>> = {
  first: [echoed],
  before: [wrongErrorBody, changedAlike, sameMediaType, madeByUpdate],
  after: [movedInList, failsEarlier, byChance],
};
