import type { Answer, Operation, Outcome } from '@oidc-admin/contract';

import type { Context } from './context.ts';
import type { AllowedAnswer, BodyExpected, ExpectedAt, ModelRequest } from './model.ts';
import { memberAt, valueAt } from './pointer.ts';
import { refusal } from './refusal.ts';

/** What of a JSON body is known, beside its schema. */
export type Known = Omit<Extract<BodyExpected, { kind: 'json' }>, 'kind' | 'schema' | 'present'>;

type Next = AllowedAnswer['next'];

/** An answer of which nothing but its schema is known. */
export const nothingKnown: Known = { equals: [], optional: [], absent: [], made: [] };

/** One allowed answer for each success that the operation documents. */
export function answersWith(
  context: Context,
  operation: Operation,
  request: ModelRequest,
  known: Known,
  next: Next,
): readonly AllowedAnswer[] {
  return operation.answers
    .filter(({ status }) => status >= 200 && status < 300)
    .map((answer) => ({
      operation: operation.id,
      status: answer.status,
      clause: context.clauses.get(operation.id, 'status', { status: answer.status }).id,
      warn: false,
      body: bodyOf(context, operation, answer, request, known),
      next,
    }));
}

/** What a documented answer's body has to be. */
function bodyOf(
  context: Context,
  operation: Operation,
  answer: Answer,
  request: ModelRequest,
  known: Known,
): BodyExpected {
  if (answer.mediaType === undefined) return { kind: answer.anyBody === true ? 'any' : 'none' };
  if (answer.schema === undefined) return { kind: 'any' };
  const present: ExpectedAt[] = [];
  const absent: ExpectedAt[] = [];
  for (const member of answer.members) {
    if (member.presentWhen === undefined) continue;
    const about = { status: answer.status, subject: member.name };
    const { id: clause, binding } = context.clauses.get(operation.id, 'presentWhen', about);
    const at = `/${member.name.replaceAll('.', '/')}`;
    const sent = member.presentWhen.every((name) => wasSent(request, name));
    (sent ? present : absent).push({ at, clause, binding });
  }
  const { schema } = answer;
  return {
    kind: 'json',
    schema,
    ...known,
    present,
    absent: absent.length === 0 ? known.absent : [...known.absent, ...absent],
  };
}

/** Whether a request carries `query.code`, `body.issuer` or `path.id`. */
function wasSent(request: ModelRequest, name: string): boolean {
  const dot = name.indexOf('.');
  const member = name.slice(dot + 1);
  const place = name.slice(0, dot);
  if (place === 'query') return Object.hasOwn(request.query, member);
  if (place === 'path') return Object.hasOwn(request.path, member);
  const body = request.body.kind === 'json' ? request.body.value : undefined;
  return (valueAt(body, memberAt('', member)) ?? null) !== null;
}

/** What a read may answer before anything was saved. */
export function beforeFirstSave(
  context: Context,
  operation: Operation,
  resource: string,
  outcome: Outcome,
  request: ModelRequest,
  next: Next,
): readonly AllowedAnswer[] {
  const clause = context.clauses.get(resource, 'absent').id;
  const answers = (entries: Outcome['allow'], warn: boolean): readonly AllowedAnswer[] =>
    entries.flatMap((entry): readonly AllowedAnswer[] => {
      if ('as' in entry) return answersWith(context, operation, request, nothingKnown, next);
      const documented = operation.answers.find(({ status }) => status === entry.status);
      if (documented === undefined || documented.status >= 300) {
        return [refusal(operation.id, clause, entry, { warn, next })];
      }
      const absent =
        entry.without === undefined
          ? []
          : [{ at: entry.without, clause, binding: outcome.binding }];
      const body = bodyOf(context, operation, documented, request, { ...nothingKnown, absent });
      return [{ operation: operation.id, status: documented.status, clause, warn, body, next }];
    });
  const any =
    outcome.binding === 'SHOULD'
      ? answersWith(context, operation, request, nothingKnown, next)
      : [];
  return [
    ...answers(outcome.allow, false),
    ...answers(outcome.warn, true),
    ...any.map((answer) => ({ ...answer, warn: true })),
  ];
}
