import { mask } from '@oidc-admin/client';
import { isObject, type Contract, type DocumentedResponse } from '@oidc-admin/contract';
import { jsonValueIn } from './causes/sighting.ts';
import type { CheckReport, ClauseReport } from './report.ts';

type Mismatch = CheckReport['mismatches'][number];
type Exchange = CheckReport['exchanges'][number];

/** A difference that breaks a clause, and the exchange in which it was seen. */
interface Broken {
  readonly mismatch: Mismatch;
  readonly exchange: Exchange | undefined;
}

function brokenBy({ id }: ClauseReport, checks: readonly CheckReport[]): readonly Broken[] {
  return checks.flatMap(({ mismatches, exchanges }) =>
    mismatches
      .filter(({ clause }) => clause === id)
      .map((mismatch) => ({ mismatch, exchange: exchanges[mismatch.exchange ?? -1] })),
  );
}

function isSuccess(status: unknown): boolean {
  return typeof status === 'number' && status >= 200 && status < 300;
}

/** How a clause was broken: the wrong status or value itself, or what is said of it. */
function wayOf(mismatch: Mismatch | undefined): string {
  const { actual, message = '' } = mismatch ?? {};
  // Every success of a request that had to be refused says the same.
  if (isSuccess(actual)) return 'success';
  const isPlain = ['number', 'boolean'].includes(typeof actual) || actual === null;
  return isPlain ? JSON.stringify(actual) : message;
}

function requiredIn({ properties }: DocumentedResponse): readonly string[] {
  return properties
    .filter(({ name, required }) => required && !/[.[\]]/.test(name))
    .map(({ name }) => name);
}

/** The status of success under which a response says in its body that the request is refused. */
function errorAsSuccess({ operations }: Contract, { exchange }: Broken): number | undefined {
  const { status, body: text } = exchange?.response ?? {};
  const body = jsonValueIn(text);
  if (!isSuccess(status) || !isObject(body)) return undefined;
  const { responses = [] } = operations.find(({ id }) => id === exchange?.operation) ?? {};
  const hasAll = (one: DocumentedResponse): boolean => {
    const required = requiredIn(one);
    return required.length > 0 && required.every((name) => Object.hasOwn(body, name));
  };
  return responses.some((one) => one.status >= 400 && hasAll(one)) ? status : undefined;
}

/**
 * Of `Providers[].id` it is `id`: the same property has other places in other responses. What is sent has one place: there
 * `a.name` and `b.name` are two properties.
 */
function nameOf({ element = '$', group }: ClauseReport): string {
  if (group !== 'response') return element;
  return element.slice(Math.max(element.lastIndexOf('.'), element.lastIndexOf(']')) + 1);
}

/** The way to sign in wrongly in which the proof fits no part of the request, and those in which it does not fit one. */
const wholeProof = 'secret';
const provenParts: ReadonlySet<string> = new Set([
  'header',
  'body',
  'payloadHash',
  'unsignedPayload',
  'query',
  'path',
]);

function isFinding({ status }: ClauseReport): boolean {
  return status === 'failed' || status === 'flaky' || status === 'warned';
}

function ownerOf({ operation, resource }: ClauseReport): string {
  return operation ?? resource ?? '';
}

/** Owners in which whatever is said in one way is broken, or explained by what is; what was not run says nothing of that. */
function brokenWholly(kind: readonly ClauseReport[]): ReadonlySet<string> {
  const owners = Map.groupBy(kind, ownerOf);
  return new Set(
    [...owners]
      .filter(([, own]) =>
        own.every((clause) => isFinding(clause) || (clause.because ?? []).length > 0),
      )
      .map(([owner]) => owner),
  );
}

/** The parts of a signed request that another proof would be needed for, in each operation that takes a wrong one. */
function unprovenParts(kind: readonly ClauseReport[]): ReadonlyMap<string, string> {
  const owners = Map.groupBy(
    kind.filter((one) => isFinding(one) && isProven(one)),
    ownerOf,
  );
  return new Map(
    [...owners].map(([owner, own]) => {
      const ways = own.map(({ element = '' }) => element);
      // Where no proof is looked at, it is not looked at for any part.
      return [owner, ways.includes(wholeProof) ? wholeProof : ways.toSorted().join('+')];
    }),
  );
}

function isProven({ kind, element = '' }: ClauseReport): boolean {
  return kind === 'security' && (element === wholeProof || provenParts.has(element));
}

/**
 * Which findings are the same as an earlier one, by id: in another operation the same kind of clause about the same property,
 * broken in the same way; where nothing of a kind holds, the same kind about any property; of a signed request, any part that
 * is not proven; what is said of whole responses in the same words; and every refusal under a status of success.
 */
export function alikeClauses(
  contract: Contract,
  clauses: readonly ClauseReport[],
  checks: readonly CheckReport[],
): ReadonlyMap<string, string> {
  const alike = new Map<string, string>();
  const checksOf = new Map(checks.map((check) => [check.id, check]));
  const first = new Map<string, string>();
  const findings = clauses
    .filter((one) => isFinding(one))
    .map((clause) => {
      const own = clause.checks.flatMap((check) => checksOf.get(check) ?? []);
      const broken = brokenBy(clause, own);
      const errors = broken.flatMap((one) => errorAsSuccess(contract, one) ?? []);
      return { clause, broken, error: errors[0] };
    });
  const kindsOfErrors = new Set(findings.map(({ clause, error }) => `${clause.kind} ${error}`));
  const byKind = Map.groupBy(clauses, ({ kind }) => kind);
  for (const { clause, broken, error = hiddenStatus(broken) } of findings) {
    const { id, kind, binding, status, group, element = '$' } = clause;
    const { message, expected, actual, at } = broken[0]?.mismatch ?? {};
    const isOfWhole = group === 'response' && (at === undefined || at === '') && element === '$';
    const key = JSON.stringify([
      binding,
      status,
      ...(kindsOfErrors.has(`${kind} ${error}`) && error !== undefined
        ? ['error as success', error]
        : isOfWhole
          ? [group, message, expected, ...(at === undefined ? [actual] : [])]
          : [kind, nameIn(clause, byKind.get(kind) ?? []), wayOf(broken[0]?.mismatch)]),
    ]);
    const known = first.get(key);
    if (known === undefined) first.set(key, id);
    else alike.set(id, known);
  }
  return alike;
}

/** What a clause speaks of, or nothing where all of its kind is broken in its operation or resource. */
function nameIn(clause: ClauseReport, ofKind: readonly ClauseReport[]): string {
  if (brokenWholly(ofKind).has(ownerOf(clause))) return '';
  return (
    (isProven(clause) ? unprovenParts(ofKind).get(ownerOf(clause)) : undefined) ?? nameOf(clause)
  );
}

/** The success of a response whose body is a secret as a whole: whether it holds an error is not known. */
function hiddenStatus(broken: readonly Broken[]): number | undefined {
  const { status, body } = broken[0]?.exchange?.response ?? {};
  return isSuccess(status) && jsonValueIn(body) === mask ? status : undefined;
}
