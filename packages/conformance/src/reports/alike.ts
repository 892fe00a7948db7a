import { mask } from '@oidc-admin/client';
import {
  isObject,
  kinds,
  type Contract,
  type DocumentedResponse,
  type Family,
} from '@oidc-admin/contract';
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
function wayOf({ clauses }: Contract, mismatch: Mismatch): string {
  const { actual, message, clause, symptom } = mismatch;
  if (isNumberAsText(mismatch)) return 'number as text';
  const kindOf = (id: string | undefined): string | undefined =>
    clauses.find((one) => one.id === id)?.kind;
  // Which requests overlapped is another thing each time.
  if (kindOf(clause) === 'concurrent') return kindOf(symptom) ?? message;
  // Which check comes too late: what is answered instead is another thing each time.
  if (kindOf(clause) === 'order' && !isSuccess(actual)) return kindOf(symptom) ?? message;
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

/**
 * Owners in which whatever is said in one way is broken, or explained by what is; what was not run says nothing of that. Of the ways to
 * sign in wrongly, of which a run may not wait for each, two are enough where no other is refused.
 */
function brokenWholly(kind: readonly ClauseReport[]): ReadonlySet<string> {
  const owners = Map.groupBy(kind, ownerOf);
  return new Set(
    [...owners]
      .filter(([, own]) =>
        own.every(
          (clause) =>
            isFinding(clause) ||
            (clause.because ?? []).length > 0 ||
            (clause.kind === 'security' &&
              clause.status === 'notRun' &&
              own.filter(isFinding).length > 1),
        ),
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
 * broken in one of the same ways; where nothing of a kind holds, the same kind about any property; of a signed request, any part
 * that is not proven; what is said of whole responses in the same words; and every refusal under a status of success.
 */
export function alikeClauses(
  contract: Contract,
  clauses: readonly ClauseReport[],
  checks: readonly CheckReport[],
): ReadonlyMap<string, string> {
  const checksOf = new Map(checks.map((check) => [check.id, check]));
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
  const takers = takersIn(clauses, findings);
  const ways = findings.map(
    ({ clause, broken, error = hiddenStatus(broken) }): readonly [string, readonly string[]] => {
      const isError = kindsOfErrors.has(`${clause.kind} ${error}`) && error !== undefined;
      const { id, kind, binding, status } = clause;
      const owner = ownerOf(clause);
      const own = isError
        ? [['error as success', error]]
        : [
            ...waysIn(clause, broken, contract, byKind.get(kind) ?? []),
            ...(takers.has(owner) && isTaken(clause, broken) ? [['takes everything', owner]] : []),
            ...failuresIn(contract, clause, broken),
          ];
      return [id, own.map((way) => JSON.stringify([binding, status, ...way]))];
    },
  );
  return firstAlike(ways);
}

/** Whether a request that had to be refused for what it is by itself was taken. */
function isTaken({ group, kind }: ClauseReport, [first]: readonly Broken[]): boolean {
  const isOfForm = forms.has(kinds[kind].family) && !beside.has(kind) && kind !== 'unreachable';
  return group === 'refuse' && isOfForm && isSuccess(first?.mismatch.actual);
}

/** So many kinds of wrong requests an operation takes that takes all that was sent. */
const fewKinds = 3;

/** What can be told from a request alone. Who may ask, and what is there, are other mistakes. */
const forms: ReadonlySet<Family> = new Set([
  'body format',
  'paths',
  'required',
  'types, null',
  'limits',
  'values',
]);

/** The server errors with which right requests of an operation are answered, whatever the check that sent them looks for. */
function failuresIn(
  { clauses }: Contract,
  { group }: ClauseReport,
  broken: readonly Broken[],
): readonly (readonly unknown[])[] {
  if (group !== 'sequence') return [];
  return broken.flatMap(({ mismatch: { symptom, actual }, exchange }) =>
    exchange?.right === true &&
    typeof actual === 'number' &&
    actual >= 500 &&
    clauses.find(({ id }) => id === symptom)?.kind === 'status'
      ? [['fails', exchange.operation, actual]]
      : [],
  );
}

/** What stands between an operation and its requests, or what it may take. */
const beside: ReadonlySet<string> = new Set([
  'method',
  'head',
  'transfer',
  'charset',
  'unknownProperty',
]);

/** Operations that refuse nothing. */
function takersIn(
  clauses: readonly ClauseReport[],
  findings: readonly { readonly clause: ClauseReport; readonly broken: readonly Broken[] }[],
): ReadonlySet<string> {
  const taken = Map.groupBy(
    findings.filter(({ clause, broken }) => isTaken(clause, broken)),
    ({ clause }) => ownerOf(clause),
  );
  const refusing = new Set(
    clauses
      .filter(
        ({ group, status, kind }) => group === 'refuse' && status === 'passed' && !beside.has(kind),
      )
      .map((clause) => ownerOf(clause)),
  );
  return new Set(
    [...taken]
      .filter(([owner, own]) => {
        const kindsTaken = new Set(own.map(({ clause }) => clause.kind));
        return kindsTaken.size >= fewKinds && !refusing.has(owner);
      })
      .map(([owner]) => owner),
  );
}

/** What is broken in one of the ways of another one, which may lead to a third one: each with the first of them. */
function firstAlike(
  ways: readonly (readonly [string, readonly string[]])[],
): ReadonlyMap<string, string> {
  const order = new Map(ways.map(([id], index) => [id, index]));
  const firstOf = new Map<string, string>();
  const idOf = new Map<string, string>();
  for (const [id, own] of ways) {
    firstOf.set(id, id);
    const known = new Set(own.flatMap((way) => firstOf.get(idOf.get(way) ?? '') ?? []));
    const [first = id, ...others] = [...known].toSorted(
      (one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0),
    );
    firstOf.set(id, first);
    if (others.length > 0)
      for (const [one, other] of firstOf) if (others.includes(other)) firstOf.set(one, first);
    for (const way of own) idOf.set(way, id);
  }
  return new Map([...firstOf].filter(([id, first]) => id !== first));
}

/** How a clause was broken; a flaky one may show nothing any more. */
function waysIn(
  clause: ClauseReport,
  broken: readonly Broken[],
  contract: Contract,
  ofKind: readonly ClauseReport[],
): readonly (readonly unknown[])[] {
  const names = namesIn(clause, ofKind);
  if (broken.length === 0) return names.map((name) => [clause.kind, name]);
  return broken.flatMap(({ mismatch }) => {
    if (isOfWhole(clause, mismatch)) return [wholeWay(clause, mismatch)];
    const of = isNumberAsText(mismatch) ? [''] : names;
    return of.map((name) => [clause.kind, name, wayOf(contract, mismatch)]);
  });
}

/** Whoever writes numbers as texts does so with all of them. */
function isNumberAsText({ expected, actual }: Mismatch): boolean {
  return (
    (expected === 'integer' || expected === 'number') &&
    typeof actual === 'string' &&
    /^-?\d+(?:\.\d+)?$/.test(actual)
  );
}

/** Whether a whole response is wrong. */
function isOfWhole({ group, element = '$' }: ClauseReport, { at }: Mismatch): boolean {
  return group === 'response' && (at === undefined || at === '') && element === '$';
}

function wholeWay(
  { group }: ClauseReport,
  { message, expected, actual, at }: Mismatch,
): readonly unknown[] {
  return [group, message, expected, ...(at === undefined ? [actual] : [])];
}

/** What a clause speaks of, and nothing where all of its kind is broken in its operation or resource. */
function namesIn(clause: ClauseReport, ofKind: readonly ClauseReport[]): readonly string[] {
  const owner = ownerOf(clause);
  const parts = isProven(clause) ? unprovenParts(ofKind).get(owner) : undefined;
  return [parts ?? nameOf(clause), ...(brokenWholly(ofKind).has(owner) ? [''] : [])];
}

/** The success of a response whose body is a secret as a whole: whether it holds an error is not known. */
function hiddenStatus(broken: readonly Broken[]): number | undefined {
  const { status, body } = broken[0]?.exchange?.response ?? {};
  return isSuccess(status) && jsonValueIn(body) === mask ? status : undefined;
}
