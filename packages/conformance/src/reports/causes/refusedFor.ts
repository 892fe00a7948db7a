import type { ClauseKind, Operation } from '@oidc-admin/contract';
import { distinguishingProperties } from '../../checks/bodies.ts';
import type { CheckReport } from '../report.ts';
import {
  isSuccess,
  propertiesOfRequest,
  segmentsOf,
  type CauseRule,
  type Refusal,
  type ReportedExchange,
  type Sighting,
} from './sighting.ts';

type Feature = Refusal['has'];

/** Of so many requests with a feature one may be taken all the same: some servers refuse only what comes twice. */
const oneTakenOf = 10;

/** Kinds that speak of a body as a whole: of all its properties, or of no more than it needs. */
const wholeKinds: readonly ClauseKind[] = ['minimal', 'full', 'signIn'];

function isWhole({ clause: { kind } }: Sighting): boolean {
  return wholeKinds.includes(kind);
}

/** The properties that tell the alternatives of a body from each other. */
function namesOfAlternatives(operation: Operation | undefined): readonly string[] {
  const { body } = operation ?? {};
  if (body === undefined) return [];
  return body.alternatives.flatMap((_, index) => distinguishingProperties(body, index));
}

/** What the right request of a clause is made for, the widest first. */
function featuresOf(sighting: Sighting): readonly Feature[] {
  const { clause, operation, exchange } = sighting;
  const { kind, element = '$' } = clause;
  const refused = propertiesOfRequest(exchange);
  if (clause.in === 'path' && kind === 'atMaxLength') return asLongInPath(sighting);
  if (clause.in !== undefined || (element === '$' && !isWhole(sighting))) return [];
  if (element === '$') {
    const names = Object.keys(refused);
    const distinguishing = new Set(namesOfAlternatives(operation));
    const hasAll = (body: object): boolean => names.every((name) => Object.hasOwn(body, name));
    return [
      (one) => hasAll(propertiesOfRequest(one)),
      // What has no meaning beside the rest makes a body no larger.
      (one) => {
        const body = propertiesOfRequest(one);
        const more = Object.keys(body).filter((name) => !names.includes(name));
        return hasAll(body) && more.every((name) => distinguishing.has(name));
      },
      (one) => {
        const body = propertiesOfRequest(one);
        return hasAll(body) && Object.keys(body).length === names.length;
      },
    ];
  }
  const names = element.split('+');
  if (kind === 'alternative' || kind === 'contested') {
    const others = namesOfAlternatives(operation).filter((name) => !names.includes(name));
    return [
      (one) => {
        const sent = propertiesOfRequest(one);
        const has = (name: string): boolean => Object.hasOwn(sent, name);
        return names.every(has) && !others.some(has);
      },
    ];
  }
  const sameIn =
    (isSame: (one: unknown, other: unknown) => boolean): Feature =>
    (one) => {
      const body = propertiesOfRequest(one);
      return names.every((name) => Object.hasOwn(body, name) && isSame(body[name], refused[name]));
    };
  return [
    ...(kind === 'atMaxLength' ? longerIn(element, refused) : []),
    sameIn(isAsLong),
    sameIn((one, other) => JSON.stringify(one) === JSON.stringify(other)),
  ];
}

/** A value of the path of that length. */
function asLongInPath({ clause, operation, exchange }: Sighting): readonly Feature[] {
  const index = operation?.path.split('/').indexOf(`{${clause.element}}`) ?? -1;
  if (operation === undefined || index < 0) return [];
  const valueOf = (one: ReportedExchange | undefined): string | undefined =>
    one && segmentsOf(operation, one.request.url)[index];
  const refused = valueOf(exchange);
  return refused === undefined ? [] : [(one) => isAsLong(valueOf(one), refused)];
}

/** Where a limit is counted in bytes or in UTF-16 units, whatever is longer in these than the longest text has characters. */
function longerIn(element: string, refused: Readonly<Record<string, unknown>>): readonly Feature[] {
  const { [element]: longest } = refused;
  if (typeof longest !== 'string') return [];
  const most = Array.from(longest).length;
  return [
    (text: string) => new TextEncoder().encode(text).length,
    (text: string) => text.length,
  ].map((lengthOf): Feature => (one) => {
    const { [element]: text } = propertiesOfRequest(one);
    return typeof text === 'string' && lengthOf(text) > most;
  });
}

function isAsLong(one: unknown, other: unknown): boolean {
  return (
    typeof one === 'string' &&
    typeof other === 'string' &&
    Array.from(one).length === Array.from(other).length
  );
}

function statusOf(exchange: ReportedExchange | undefined): number | undefined {
  return exchange?.response?.status;
}

function isRefused({ exchange }: Sighting): boolean {
  return exchange?.right === true && !isSuccess(exchange);
}

/**
 * The refusals of an operation's right requests that are due to what a clause speaks of: of all right requests with the same
 * feature as the clause's own, hardly one is taken.
 */
export function refusalsIn(
  all: readonly Sighting[],
  results: readonly CheckReport[],
): readonly Refusal[] {
  const right = Map.groupBy(
    results.flatMap(({ exchanges }) => exchanges).filter((one) => one.right === true),
    ({ operation }) => operation,
  );
  return all
    .filter(
      (one) =>
        one.own &&
        isRefused(one) &&
        one.clause.operation === one.operation?.id &&
        ['accept', 'refuse'].includes(one.clause.group),
    )
    .flatMap((sighting) => {
      const status = statusOf(sighting.exchange);
      const requests = right.get(sighting.operation?.id ?? '') ?? [];
      for (const has of featuresOf(sighting)) {
        const having = requests.filter((one) => has(one));
        const refused = having.filter((one) => statusOf(one) === status).length;
        if (refused > 0 && (having.length - refused) * oneTakenOf <= having.length)
          return [{ sighting, has, covers: having.length }];
      }
      return [];
    })
    .toSorted((a, b) => b.covers - a.covers);
}

/** A right request that is refused for what another clause of its operation speaks of breaks that one. */
export const refusedFor: CauseRule = (sighting, { refusals }) => {
  const { operation, symptom, exchange } = sighting;
  if (exchange === undefined || !isRefused(sighting)) return [];
  const own = refusals.find((one) => one.sighting.clause === sighting.clause);
  return refusals
    .filter(
      ({ sighting: other, has, covers }) =>
        other.operation === operation &&
        other.symptom === symptom &&
        statusOf(other.exchange) === statusOf(exchange) &&
        (own === undefined ||
          covers > own.covers ||
          (covers === own.covers && isWhole(other) && !isWhole(sighting))) &&
        has(exchange),
    )
    .map((one) => one.sighting);
};
