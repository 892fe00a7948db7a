import type { Answer, Operation } from '@oidc-admin/contract';

import { createAnswerRules } from './answerRules.ts';
import type { AnswerRules } from './answerRules.ts';
import type { Context } from './context.ts';
import { createAjv } from './createAjv.ts';
import { createHeaderRules } from './headerRules.ts';
import type { HeaderRules } from './headerRules.ts';
import { judgeBody } from './judgeBody.ts';
import { judgeError } from './judgeError.ts';
import type { AllowedAnswer, Difference, SeenAnswer, Verdict } from './model.ts';

interface Rules {
  readonly body: AnswerRules;
  readonly headers: HeaderRules;
}

/** Makes the comparison of seen answers with allowed ones. Schemas of answers are compiled when first needed. */
export function createJudge(
  context: Context,
): (allowed: readonly AllowedAnswer[], seen: SeenAnswer) => Verdict {
  const ajv = createAjv({ coerce: false });
  const coercing = createAjv({ coerce: true });
  const compiled = new WeakMap<Answer, Rules>();
  const rulesOf = (operation: Operation, answer: Answer): Rules => {
    const known = compiled.get(answer);
    if (known !== undefined) return known;
    const rules = {
      body: createAnswerRules(ajv, operation, answer, context.clauses),
      headers: createHeaderRules(coercing, operation, answer, context.clauses),
    };
    compiled.set(answer, rules);
    return rules;
  };

  const compare = (allowed: AllowedAnswer, seen: SeenAnswer): readonly Difference[] => {
    const operation = context.plan(allowed.operation).operation;
    const exact = operation.answers.find(({ status }) => status === seen.status);
    // An error of another status than the documented ones still has the form of the documented errors.
    const answer =
      exact ??
      operation.answers.find(({ status, schema }) => status >= 400 && schema !== undefined);
    const { body } = allowed;
    if (body.kind === 'any') return [];
    if (body.kind === 'none') return judgeNothing(context, allowed, seen);
    if (answer === undefined) return [];
    const rules = rulesOf(operation, answer);
    const differences = [
      ...(exact === undefined ? [] : rules.headers.differences(seen.headers)),
      ...judgeContent(context, operation, answer, seen),
    ];
    if (body.kind === 'error')
      differences.push(...judgeError(context, operation, allowed, body, seen));
    // Of a body that is not there, it says nothing more that every member is missing.
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

/** Failures count most, then whether an answer is only tolerated, then warnings. */
function weight({
  matched,
  differences,
}: {
  readonly matched: AllowedAnswer;
  readonly differences: readonly Difference[];
}): number {
  const failures = differences.filter(({ binding }) => binding === 'MUST').length;
  return failures * 1e6 + (matched.warn ? 1e3 : 0) + differences.length - failures;
}

function wrongStatus(allowed: readonly AllowedAnswer[], seen: SeenAnswer): Difference {
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
  allowed: readonly AllowedAnswer[],
  matched: AllowedAnswer,
  seen: SeenAnswer,
): Difference {
  const conforming = allowed.filter(({ warn }) => !warn);
  return {
    clause: matched.broken?.clause ?? conforming[0]?.clause ?? matched.clause,
    binding: 'SHOULD',
    message: `the answer ${seen.status} is only tolerated here`,
    expected: statuses(conforming),
    actual: seen.status,
  };
}

function statuses(allowed: readonly AllowedAnswer[]): string {
  return [...new Set(allowed.map(({ status }) => status))].join(' or ');
}

function judgeNothing(
  context: Context,
  allowed: AllowedAnswer,
  seen: SeenAnswer,
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
  answer: Answer,
  seen: SeenAnswer,
): readonly Difference[] {
  if (answer.mediaType === undefined) return [];
  const isError = answer.status >= 400;
  const differences: Difference[] = [];
  const [type = ''] = (seen.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== answer.mediaType.toLowerCase()) {
    const { id: clause, binding } = isError
      ? context.clauses.get(operation.id, 'errorBody')
      : context.clauses.get(operation.id, 'contentType', { status: answer.status });
    const message = 'the media type is another one';
    const actual = seen.headers['content-type'];
    differences.push({ clause, binding, message, expected: answer.mediaType, actual });
  }
  if (seen.body === undefined) {
    const { id: clause, binding } = isError
      ? context.clauses.get(operation.id, 'errorBody')
      : context.clauses.get(operation.id, 'memberType', { status: answer.status, subject: '$' });
    const message = seen.bodyText === '' ? 'the body is missing' : 'the body is no JSON';
    differences.push({
      clause,
      binding,
      message,
      expected: answer.mediaType,
      actual: seen.bodyText,
    });
  }
  return differences;
}
