import {
  type Contract,
  type DocumentedResponse,
  isAmongMediaTypes,
  type Operation,
} from '@oidc-admin/contract';
import type { Context } from './context.ts';
import { createAjv } from './createAjv.ts';
import { createHeaderRules, unmodifiedClause, type HeaderRules } from './headerRules.ts';
import { judgeBody } from './judgeBody.ts';
import { judgeError } from './judgeError.ts';
import type { AllowedResponse, Mismatch, ObservedResponse, Verdict } from './model.ts';
import { createResponseRules, type ResponseRules } from './responseRules.ts';

interface Rules {
  readonly body: ResponseRules;
  readonly headers: HeaderRules;
}

/** The rules of each response; its schema is compiled when first needed. */
type RulesOf = (operation: Operation, response: DocumentedResponse) => Rules;

const made = new WeakMap<Contract, RulesOf>();

/** Once for each contract, however many models it has. */
function rulesIn({ contract, clauses }: Context): RulesOf {
  const before = made.get(contract);
  if (before !== undefined) return before;
  const ajv = createAjv({ coerce: false });
  const coercing = createAjv({ coerce: true });
  const compiled = new WeakMap<DocumentedResponse, Rules>();
  const rulesOf: RulesOf = (operation, response) => {
    const known = compiled.get(response);
    if (known !== undefined) return known;
    const rules = {
      body: createResponseRules(ajv, operation, response, clauses),
      headers: createHeaderRules(coercing, operation, response, clauses),
    };
    compiled.set(response, rules);
    return rules;
  };
  made.set(contract, rulesOf);
  return rulesOf;
}

/** Makes the comparison of seen answers with allowed ones. */
export function createJudge(
  context: Context,
): (allowed: readonly AllowedResponse[], observed: ObservedResponse) => Verdict {
  const rulesOf = rulesIn(context);

  /** An error of another status than the documented ones still has the form of one of the documented errors. */
  const nearestError = (
    operation: Operation,
    { body }: ObservedResponse,
  ): DocumentedResponse | undefined => {
    const errors = operation.responses.filter(
      ({ status, schema }) => status >= 400 && schema !== undefined,
    );
    if (body === undefined || errors.length < 2) return errors[0];
    const oddities = (response: DocumentedResponse): number =>
      rulesOf(operation, response).body.mismatches(body).length;
    return errors.toSorted((one, other) => oddities(one) - oddities(other))[0];
  };

  const compare = (allowed: AllowedResponse, observed: ObservedResponse): readonly Mismatch[] => {
    const operation = context.plan(allowed.operation).operation;
    const exact = operation.responses.find(({ status }) => status === observed.status);
    const response = exact ?? nearestError(operation, observed);
    const { body } = allowed;
    if (response === undefined)
      return body.kind === 'none' ? judgeNothing(context, allowed, observed) : [];
    const rules = rulesOf(operation, response);
    const ofHeaders = exact === undefined ? [] : rules.headers.mismatches(observed.headers);
    if (body.kind === 'any') return ofHeaders;
    if (body.kind !== 'none' && isOtherMedia(response, observed)) return ofHeaders;
    if (body.kind === 'none') return [...ofHeaders, ...judgeNothing(context, allowed, observed)];
    const mismatches = [...ofHeaders, ...judgeContent(context, operation, response, observed)];
    if (body.kind === 'error')
      mismatches.push(...judgeError(context, operation, allowed, body, observed));
    // Of a body that is not there, it says nothing more that every property is missing.
    if (observed.body === undefined) return mismatches;
    const ofBody = rules.body.mismatches(observed.body);
    mismatches.push(...(exact === undefined ? asExpected(ofBody) : ofBody));
    if (body.kind === 'json') mismatches.push(...judgeBody(context, body, observed.body));
    return mismatches;
  };

  return (allowed, observed) => {
    const candidates = allowed.filter(({ status }) => isStatus(status, observed.status));
    const verdicts = candidates.map((matched) => ({
      matched,
      mismatches: compare(matched, observed),
    }));
    const [best] = verdicts.toSorted((one, other) => weight(one) - weight(other));
    if (best === undefined)
      return { matched: undefined, mismatches: [wrongStatus(allowed, observed)] };
    if (!best.matched.warn) return best;
    return {
      ...best,
      mismatches: [tolerated(allowed, best.matched, observed), ...best.mismatches],
    };
  };
}

/**
 * What differs from the form of a documented error in one of which the document has no word: nobody promised that all errors of an
 * operation are of one form, so none is accused of it, and more properties than it has are no matter.
 */
function asExpected(mismatches: readonly Mismatch[]): readonly Mismatch[] {
  return mismatches
    .filter(({ binding }) => binding === 'MUST')
    .map((one) => ({ ...one, binding: 'SHOULD' as const }));
}

/** Whether a server chose another media type that the document lists: nobody reads what is in such a body. */
export function isOtherMedia(
  { mediaType, otherMediaTypes }: Pick<DocumentedResponse, 'mediaType' | 'otherMediaTypes'>,
  { headers, bodyText }: Pick<ObservedResponse, 'headers' | 'bodyText'>,
): boolean {
  const given = headers['content-type'] ?? '';
  return (
    bodyText !== '' &&
    given !== '' &&
    !isAmongMediaTypes([mediaType ?? ''], given) &&
    isAmongMediaTypes(otherMediaTypes, given)
  );
}

/** Whether a status is the one that is allowed, or of the class that is. */
export function isStatus(allowed: number | '4XX', observed: number): boolean {
  return allowed === '4XX' ? observed >= 400 && observed < 500 : allowed === observed;
}

/** Failures count most, then whether a response is only tolerated, then warnings. */
function weight({
  matched,
  mismatches,
}: {
  readonly matched: AllowedResponse;
  readonly mismatches: readonly Mismatch[];
}): number {
  const failures = mismatches.filter(({ binding }) => binding === 'MUST').length;
  return failures * 1e6 + (matched.warn ? 1e3 : 0) + mismatches.length - failures;
}

function wrongStatus(allowed: readonly AllowedResponse[], observed: ObservedResponse): Mismatch {
  const conforming = allowed.filter(({ warn }) => !warn);
  const [first] = conforming.length > 0 ? conforming : allowed;
  const expected = statuses(conforming);
  return {
    clause: first?.clause ?? '',
    binding: 'MUST',
    message: `answered ${observed.status}, where ${expected || 'nothing'} is right`,
    expected,
    actual: observed.status,
    ...symptomOf(first),
  };
}

/** Where a clause says which of several rules counts, the rule that should have been enforced. */
function symptomOf(allowed: AllowedResponse | undefined): Pick<Mismatch, 'symptom'> {
  const rule = allowed?.broken?.clause;
  return rule === undefined || rule === allowed?.clause ? {} : { symptom: rule };
}

function tolerated(
  allowed: readonly AllowedResponse[],
  matched: AllowedResponse,
  observed: ObservedResponse,
): Mismatch {
  const conforming = allowed.filter(({ warn }) => !warn);
  return {
    clause: matched.broken?.clause ?? conforming[0]?.clause ?? matched.clause,
    binding: 'SHOULD',
    message: `answered ${observed.status}, which is only tolerated: ${statuses(conforming)} is right`,
    expected: statuses(conforming),
    actual: observed.status,
    // It is not the status that differs.
    ...(conforming.some(({ status }) => isStatus(status, observed.status)) && { at: '' }),
  };
}

function statuses(allowed: readonly AllowedResponse[]): string {
  return [...new Set(allowed.map(({ status }) => status))].join(' or ');
}

function judgeNothing(
  context: Context,
  allowed: AllowedResponse,
  observed: ObservedResponse,
): readonly Mismatch[] {
  if (observed.bodyText === '') return [];
  const { status } = observed;
  const { id: clause, binding } =
    status === 304
      ? unmodifiedClause(context.clauses, context.plan(allowed.operation).operation)
      : context.clauses.get(allowed.operation, 'noBody', { status });
  const message = 'there is a body where none should be';
  return [
    { clause, binding, message, expected: undefined, actual: observed.body ?? observed.bodyText },
  ];
}

/** The media type, and that there is JSON at all. */
function judgeContent(
  context: Context,
  operation: Operation,
  response: DocumentedResponse,
  observed: ObservedResponse,
): readonly Mismatch[] {
  if (response.mediaType === undefined) return [];
  const isError = response.status >= 400;
  const mismatches: Mismatch[] = [];
  const type = observed.headers['content-type'] ?? '';
  const isAny = response.otherMediaTypes?.includes('*/*') === true;
  if (!isAny && !isAmongMediaTypes([response.mediaType], type)) {
    const { id: clause, binding } = isError
      ? context.clauses.get(operation.id, 'errorBody')
      : context.clauses.get(operation.id, 'contentType', { status: response.status });
    const message = 'the media type is another one';
    const actual = observed.headers['content-type'];
    mismatches.push({ clause, binding, message, expected: response.mediaType, actual });
  }
  if (observed.body === undefined) {
    const { id: clause, binding } = isError
      ? context.clauses.get(operation.id, 'errorBody')
      : context.clauses.get(operation.id, 'propertyType', {
          status: response.status,
          element: '$',
        });
    const message = observed.bodyText === '' ? 'the body is missing' : 'the body is no JSON';
    mismatches.push({
      clause,
      binding,
      message,
      expected: response.mediaType,
      actual: observed.bodyText,
      at: '',
    });
  }
  return mismatches;
}
