import type { ClauseKind } from '@oidc-admin/contract';
import { isOfSession } from '../isOfSession.ts';
import { areValues, isSameSymptom, savedElement } from './responseCauses.ts';
import { isDirect, isSuccess, type CauseRule, type Sighting } from './sighting.ts';

/** What is said of the bytes of a response, and not of what they say. */
const kindsOfBytes: readonly ClauseKind[] = [
  'propertyType',
  'contentType',
  'noBody',
  'status',
  'errorBody',
];

/** Whether the bytes of a response do not fit its own headers. */
function isOfBytes({ clause, mismatch, exchange }: Sighting): boolean {
  const { at, expected, actual } = mismatch;
  return (
    kindsOfBytes.includes(clause.kind) &&
    exchange?.response !== undefined &&
    [at, expected, actual].every((one) => one === undefined)
  );
}

/** Bytes that follow the response to HEAD are no matter of HEAD where they also follow other responses of the operation. */
const framedByHead: CauseRule = ({ clause, operation, exchange, mismatch }, { all }) => {
  if (clause.kind !== 'head' && clause.kind !== 'method') return [];
  if (exchange?.request.method !== 'HEAD' || exchange.response === undefined) return [];
  if (mismatch.expected !== undefined || mismatch.actual !== undefined) return [];
  return all.filter(
    (other) =>
      isOfBytes(other) &&
      other.operation === operation &&
      other.exchange?.request.method !== 'HEAD',
  );
};

/** So many operations frame their responses wrongly that it is no matter of one of them. */
const severalOperations = 2;

/** Who frames responses wrongly does so as well where there is no body. */
const framedEmpty: CauseRule = (sighting, { all }) => {
  if (sighting.clause.kind !== 'noBody' || !isOfBytes(sighting)) return [];
  const others = all.filter((other) => isOfBytes(other) && other.clause.kind !== 'noBody');
  const operations = new Set(others.map(({ operation }) => operation));
  return operations.size < severalOperations ? [] : others;
};

/** A refusal that is a page of another media type does not come from the operation: it has no headers of it either. */
const otherPage: CauseRule = ({ clause, exchange, mismatch }, { all }) => {
  const type = exchange?.response?.headers['content-type'];
  if (clause.kind !== 'method' || mismatch.actual !== undefined || type === undefined) return [];
  return all.filter(
    ({ clause: { kind }, mismatch: { actual } }) =>
      kind === 'contentType' && typeof actual === 'string' && type.startsWith(actual),
  );
};

/** Who signs anybody in does so as well where more is wrong with the request. */
const signedInAnyway: CauseRule = ({ clause, operation, exchange }, { all }) =>
  operation?.action.does === 'open' &&
  clause.group !== 'sequence' &&
  clause.kind !== 'credentials' &&
  exchange?.right !== true &&
  isSuccess(exchange)
    ? all.filter(
        (other) =>
          other.clause.kind === 'credentials' &&
          other.own &&
          other.operation === operation &&
          isSuccess(other.exchange),
      )
    : [];

/** What a right read is refused with where something is saved it is refused with as well where nothing is. */
const refusedAbsent: CauseRule = ({ clause, operation, place, mismatch: { actual } }, { all }) =>
  clause.kind === 'absent' && place === undefined && typeof actual === 'number'
    ? all.filter(
        (other) =>
          other.symptom.kind === 'status' &&
          other.operation === operation &&
          other.exchange?.right === true &&
          other.mismatch.actual === actual,
      )
    : [];

/** What a check sent before that was refused, as `operation status`. */
function refusedBefore({ result, mismatch }: Sighting): readonly string[] {
  return result.exchanges
    .slice(0, mismatch.exchange)
    .filter(({ response, request }) => (response?.status ?? 0) >= 400 && request.method !== 'GET')
    .map(({ operation, response }) => `${operation} ${response?.status}`);
}

/** What is gone after a request that was refused is gone because of that, whatever else the check looked for. */
const goneByRefused: CauseRule = (sighting, { all }) => {
  const { clause, symptom, place, mismatch } = sighting;
  const refused = refusedBefore(sighting);
  const isLost = place === undefined && symptom.kind === 'status' && clause.group === 'sequence';
  if (!isLost || clause.kind === 'refusedUnchanged' || refused.length === 0) return [];
  return all.filter(
    (other) =>
      other.clause.kind === 'refusedUnchanged' &&
      other.clause.resource === clause.resource &&
      other.own &&
      other.place === undefined &&
      other.symptom.kind === 'status' &&
      other.mismatch.actual === mismatch.actual &&
      refusedBefore(other).some((one) => refused.includes(one)),
  );
};

/** A session is refused in which the same check has seen its user sign in once more: signing in has ended it. */
const endedBySignIn: CauseRule = (sighting, { all }) => {
  const { result, mismatch, exchange, contract } = sighting;
  const { principal, wrongWay } = exchange?.sender ?? {};
  if (principal === undefined || wrongWay !== undefined) return [];
  if (mismatch.actual !== exchange?.response?.status || !isOfSession(contract, mismatch)) return [];
  const opens = new Set(
    contract.operations.filter(({ action }) => action.does === 'open').map(({ id }) => id),
  );
  const isAgain = result.exchanges
    .slice(0, mismatch.exchange)
    .some(
      (one) => opens.has(one.operation) && one.sender.principal === principal && isSuccess(one),
    );
  return isAgain
    ? all.filter(
        (other) =>
          other.clause.kind === 'signIn' && other.own && other.mismatch.actual === mismatch.actual,
      )
    : [];
};

/** Requests that overlap are explained by no order where what they stand on was refused: right requests with something in them are. */
const refusedBeside: CauseRule = ({ clause, result }, { refusals }) =>
  clause.kind === 'concurrent'
    ? refusals
        .filter(({ sighting: other, has }) =>
          result.exchanges.some(
            (one) =>
              one.operation === other.operation?.id &&
              one.right === true &&
              one.response?.status === other.exchange?.response?.status &&
              has(one),
          ),
        )
        .map((one) => one.sighting)
    : [];

/** What is refused whatever else the request holds is refused as well where another rule should have refused it. */
const refusedOtherwise: CauseRule = ({ clause, operation, exchange, place }, { refusals }) =>
  clause.group === 'refuse' &&
  place === undefined &&
  exchange?.right !== true &&
  (exchange?.response?.status ?? 0) >= 400
    ? refusals
        .filter(
          ({ sighting: other, has }) =>
            exchange !== undefined &&
            other.operation === operation &&
            other.clause.element !== undefined &&
            other.exchange?.response?.status === exchange.response?.status &&
            has(exchange),
        )
        .map((one) => one.sighting)
    : [];

/** What the server makes itself and changes where nothing should is another one than in the response to a write as well. */
const movedByItself: CauseRule = (sighting, { all }) => {
  const { clause, place, mismatch, contract } = sighting;
  if (clause.kind !== 'replaced' || mismatch.expected !== undefined) return [];
  const { serverMade = [] } = contract.resources.find(({ name }) => name === clause.resource) ?? {};
  if (!serverMade.includes(savedElement(sighting) ?? '')) return [];
  return all.filter(
    (other) =>
      ['readUnchanged', 'refusedUnchanged'].includes(other.clause.kind) &&
      other.own &&
      other.clause.resource === clause.resource &&
      other.place === place,
  );
};

/** A value that is lost or changed already where nothing else is done is lost or changed by that, also in later responses. */
const alreadyWritten: CauseRule = (sighting, { all }) => {
  const { clause, symptom, mismatch } = sighting;
  const { expected } = mismatch;
  if (clause.group !== 'sequence' || isDirect(sighting) || !areValues(symptom)) return [];
  const element = savedElement(sighting);
  if (element === undefined || expected === undefined) return [];
  return all.filter(
    (other) =>
      isDirect(other) &&
      other.clause.resource === clause.resource &&
      isSameSymptom(other.clause, symptom) &&
      savedElement(other) === element &&
      JSON.stringify(other.mismatch.expected) === JSON.stringify(expected),
  );
};

/** So many values of what was saved before show that it is no matter of one of them. */
const severalValues = 2;

/** A write that is answered by what was saved before shows that whether a property was sent or left out. */
const answeredByOld: CauseRule = (sighting, { all, wasSent }) => {
  const { clause, operation } = sighting;
  const does = operation?.action.does ?? '';
  if (clause.kind !== 'replaced' || !['replace', 'merge', 'save'].includes(does)) return [];
  // What a read shows as well was saved.
  if (all.some((one) => one.clause === clause && one.operation?.action.does === 'read')) return [];
  const old = all.filter((other) => {
    const name = savedElement(other);
    return (
      other.clause.kind === 'kept' &&
      other.clause.resource === clause.resource &&
      other.operation === operation &&
      name !== undefined &&
      wasSent(name, other.mismatch.actual)
    );
  });
  return new Set(old.map((one) => savedElement(one))).size < severalValues ? [] : old;
};

/** What is wrong with an operation, a session or the bytes of responses as a whole, and shows wherever it is met. */
export const wholeCauses: readonly CauseRule[] = [
  framedByHead,
  framedEmpty,
  otherPage,
  signedInAnyway,
  refusedAbsent,
  goneByRefused,
  endedBySignIn,
  refusedBeside,
  refusedOtherwise,
  movedByItself,
  answeredByOld,
  alreadyWritten,
];
