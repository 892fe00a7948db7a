import {
  isObject,
  pointerSteps,
  type Clause,
  type Contract,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { CheckReport } from '../report.ts';

export type ReportedMismatch = CheckReport['mismatches'][number];
export type ReportedExchange = CheckReport['exchanges'][number];

/** A difference, with all that is known of where it was seen. */
export interface Sighting {
  readonly contract: Contract;
  readonly result: CheckReport;
  readonly mismatch: ReportedMismatch;
  readonly exchange: ReportedExchange | undefined;
  readonly operation: Operation | undefined;
  /** The clause that is blamed. */
  readonly clause: Clause;
  /** The clause that the response breaks by itself. */
  readonly symptom: Clause;
  /** Where in the body, without the places in lists; none where it is not the body. */
  readonly place: string | undefined;
  /** Whether the check is one that the clause itself has, and no other rule between requests. */
  readonly own: boolean;
}

/** Every difference that the checks saw. */
export function sightingsIn(
  contract: Contract,
  results: readonly CheckReport[],
): readonly Sighting[] {
  const { clauses, operations } = contract;
  const clauseOf = new Map(clauses.map((clause) => [clause.id, clause]));
  const operationOf = new Map(operations.map((operation) => [operation.id, operation]));
  return results.flatMap((result) =>
    result.mismatches.flatMap((mismatch): readonly Sighting[] => {
      const clause = clauseOf.get(mismatch.clause);
      if (clause === undefined) return [];
      const { exchange: index, symptom = '', at } = mismatch;
      const exchange = index === undefined ? undefined : result.exchanges[index];
      return [
        {
          contract,
          result,
          mismatch,
          exchange,
          operation: operationOf.get(exchange?.operation ?? ''),
          clause,
          symptom: clauseOf.get(symptom) ?? clause,
          place: at === undefined ? undefined : bodyPlace(at),
          own: isOwn(result, clause, clauseOf),
        },
      ];
    }),
  );
}

export function bodyPlace(at: string): string {
  return pointerSteps(at)
    .map((step) => (/^\d+$/.test(step) ? '[]' : step))
    .join('/');
}

function isOwn(
  { id, clauses }: CheckReport,
  clause: Clause,
  clauseOf: ReadonlyMap<string, Clause>,
): boolean {
  if (id !== clause.id && !id.startsWith(`${clause.id}/`)) return false;
  return (
    clause.group !== 'sequence' ||
    clauses.every((one) => [clause.kind, undefined].includes(clauseOf.get(one)?.kind))
  );
}

/** A clause whose right requests are refused, and what all requests have that are refused for the same. */
export interface Refusal {
  readonly sighting: Sighting;
  readonly has: (exchange: ReportedExchange) => boolean;
  /** How many right requests have it. */
  readonly covers: number;
}

/** All differences, and those that are often asked for. */
export interface Sightings {
  readonly all: readonly Sighting[];
  /** Clauses that the target is known to break. */
  readonly expected: ReadonlySet<string>;
  readonly sameExchange: (sighting: Sighting) => readonly Sighting[];
  readonly sameCheck: (sighting: Sighting) => readonly Sighting[];
  /** What right requests are refused for, the most frequent first. */
  readonly refusals: readonly Refusal[];
  /** Whether a property was sent with a value. */
  readonly wasSent: (name: string, value: JsonValue | undefined) => boolean;
  /** Below which parents each text of a resource was sent. */
  readonly sentBelow: () => ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether a request about a resource that was sent with such a property was refused. */
  readonly wasRefused: (resource: string, name: string, value: JsonValue | undefined) => boolean;
}

/** Says for a difference which others it may only be a consequence of. */
export type CauseRule = (sighting: Sighting, all: Sightings) => readonly Sighting[];

/** Whether the clause that is blamed is the one that the response breaks by itself. */
export function isDirect({ clause, symptom }: Sighting): boolean {
  return clause === symptom;
}

/** The last name of a place. */
export function lastStep(place: string | undefined): string | undefined {
  return place?.slice(place.lastIndexOf('/') + 1);
}

export function isSuccess(exchange: ReportedExchange | undefined): boolean {
  const status = exchange?.response?.status ?? 0;
  return status >= 200 && status < 300;
}

/** Whether a clause speaks of the resource that an operation works on. */
export function isAbout({ resource }: Clause, operation: Operation | undefined): boolean {
  const { action } = operation ?? {};
  return action !== undefined && 'resource' in action && action.resource === resource;
}

/** The value that a text of JSON holds; none where it is no JSON. */
export function jsonValueIn(text = ''): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The parts of the path of a URL that stand where the path of an operation has its own. */
export function segmentsOf({ path }: Operation, url: string): readonly string[] {
  return new URL(url, 'http://target').pathname.split('/').slice(-path.split('/').length);
}

/** The properties that a request was sent with. */
export function propertiesOfRequest(
  exchange: ReportedExchange | undefined,
): Readonly<Record<string, JsonValue>> {
  const body = jsonValueIn(exchange?.request.body);
  return isObject(body) ? body : {};
}
