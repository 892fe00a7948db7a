import type { DocumentedResponse, Operation } from '@oidc-admin/contract';

import { createResponseRules } from './responseRules.ts';
import type { ResponseRules } from './responseRules.ts';
import type { Context } from './context.ts';
import { createAjv } from './createAjv.ts';
import { createHeaderRules } from './headerRules.ts';
import type { HeaderRules } from './headerRules.ts';
import { judgeBody } from './judgeBody.ts';
import { judgeError } from './judgeError.ts';
import type { AllowedResponse, Difference, ObservedResponse, Verdict } from './model.ts';

interface Rules {
  readonly body: ResponseRules;
  readonly headers: HeaderRules;
}

/** Makes the comparison of seen answers with allowed ones. Schemas of responses are compiled when first needed. */
export function createJudge(
  context: Context,
): (allowed: readonly AllowedResponse[], seen: ObservedResponse) => Verdict {
  const ajv = createAjv({ coerce: false });
  const coercing = createAjv({ coerce: true });
  const compiled = new WeakMap<DocumentedResponse, Rules>();
  const rulesOf = (operation: Operation, response: DocumentedResponse): Rules => {
    const known = compiled.get(response);
    if (known !== undefined) return known;
    const rules = {
      body: createResponseRules(ajv, operation, response, context.clauses),
      headers: createHeaderRules(coercing, operation, response, context.clauses),
    };
    compiled.set(response, rules);
    return rules;
  };

  const compare = (allowed: AllowedResponse, seen: ObservedResponse): readonly Difference[] => {
    const operation = context.plan(allowed.operation).operation;
    const exact = operation.responses.find(({ status }) => status === seen.status);
    // An error of another status than the documented ones still has the form of the documented errors.
    const response =
      exact ??
      operation.responses.find(({ status, schema }) => status >= 400 && schema !== undefined);
    const { body } = allowed;
    if (body.kind === 'any') return [];
    if (body.kind === 'none') return judgeNothing(context, allowed, seen);
    if (response === undefined) return [];
    const rules = rulesOf(operation, response);
    const differences = [
      ...(exact === undefined ? [] : rules.headers.differences(seen.headers)),
      ...judgeContent(context, operation, response, seen),
    ];
    if (body.kind === 'error')
      differences.push(...judgeError(context, operation, allowed, body, seen));
    // Of a body that is not there, it says nothing more that every property is missing.
    if (seen.body === undefined) return differences;
    differences.push(...rules.body.differences(seen.body));
    if (body.kind === 'json') differences.push(...judgeBody(context, body, seen.body));
    return differences;
  };

  return (allowed, seen) => {
    const candidates = allowed.filter(({ status }) => isStatus(status, seen.status));
    const verdicts = candidates.map((matched) => ({
      matched,
      differences: compare(matched, seen),
    }));
    const [best] = verdicts.toSorted((one, other) => weight(one) - weight(other));
    if (best === undefined)
      return { matched: undefined, differences: [wrongStatus(allowed, seen)] };
    if (!best.matched.warn) return best;
    return { ...best, differences: [tolerated(allowed, best.matched, seen), ...best.differences] };
  };
}

function isStatus(allowed: number | '4XX', seen: number): boolean {
  return allowed === '4XX' ? seen >= 400 && seen < 500 : allowed === seen;
}

/** Failures count most, then whether a response is only tolerated, then warnings. */
function weight({
  matched,
  differences,
}: {
  readonly matched: AllowedResponse;
  readonly differences: readonly Difference[];
}): number {
  const failures = differences.filter(({ binding }) => binding === 'MUST').length;
  return failures * 1e6 + (matched.warn ? 1e3 : 0) + differences.length - failures;
}

function wrongStatus(allowed: readonly AllowedResponse[], seen: ObservedResponse): Difference {
  const conforming = allowed.filter(({ warn }) => !warn);
  const [first] = conforming.length > 0 ? conforming : allowed;
  return {
    clause: first?.clause ?? '',
    binding: 'MUST',
    message: `the status ${seen.status} is not allowed here`,
    expected: statuses(conforming),
    actual: seen.status,
  };
}

function tolerated(
  allowed: readonly AllowedResponse[],
  matched: AllowedResponse,
  seen: ObservedResponse,
): Difference {
  const conforming = allowed.filter(({ warn }) => !warn);
  return {
    clause: matched.broken?.clause ?? conforming[0]?.clause ?? matched.clause,
    binding: 'SHOULD',
    message: `the response ${seen.status} is only tolerated here`,
    expected: statuses(conforming),
    actual: seen.status,
  };
}

function statuses(allowed: readonly AllowedResponse[]): string {
  return [...new Set(allowed.map(({ status }) => status))].join(' or ');
}

function judgeNothing(
  context: Context,
  allowed: AllowedResponse,
  seen: ObservedResponse,
): readonly Difference[] {
  if (seen.bodyText === '') return [];
  const { id: clause, binding } = context.clauses.get(allowed.operation, 'noBody', {
    status: seen.status,
  });
  const message = 'there is a body where none should be';
  return [{ clause, binding, message, expected: undefined, actual: seen.body ?? seen.bodyText }];
}

/** The media type, and that there is JSON at all. */
function judgeContent(
  context: Context,
  operation: Operation,
  response: DocumentedResponse,
  seen: ObservedResponse,
): readonly Difference[] {
  if (response.mediaType === undefined) return [];
  const isError = response.status >= 400;
  const differences: Difference[] = [];
  const [type = ''] = (seen.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== response.mediaType.toLowerCase()) {
    const { id: clause, binding } = isError
      ? context.clauses.get(operation.id, 'errorBody')
      : context.clauses.get(operation.id, 'contentType', { status: response.status });
    const message = 'the media type is another one';
    const actual = seen.headers['content-type'];
    differences.push({ clause, binding, message, expected: response.mediaType, actual });
  }
  if (seen.body === undefined) {
    const { id: clause, binding } = isError
      ? context.clauses.get(operation.id, 'errorBody')
      : context.clauses.get(operation.id, 'propertyType', {
          status: response.status,
          subject: '$',
        });
    const message = seen.bodyText === '' ? 'the body is missing' : 'the body is no JSON';
    differences.push({
      clause,
      binding,
      message,
      expected: response.mediaType,
      actual: seen.bodyText,
    });
  }
  return differences;
}
