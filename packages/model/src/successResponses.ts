import { below, valueAt, type JsonSchema, type Outcome, type Resource } from '@oidc-admin/contract';
import type { Context } from './context.ts';
import { isDocumentedAt, itemsAt, mayBeAbsent } from './documentedParts.ts';
import type { AllowedResponse, BodyExpected, ExpectedAt, ModelRequest } from './model.ts';
import type { Plan, SuccessPlan } from './plan.ts';
import { refusal } from './refusal.ts';

/** What of a JSON body is known, beside its schema. */
export type Known = Omit<Extract<BodyExpected, { kind: 'json' }>, 'kind' | 'schema' | 'present'>;

type Next = AllowedResponse['next'];

const nothing: Known = { equals: [], optional: [], absent: [], made: [] };

/** A response of which nothing but its schema is known. */
export function nothingKnown(): Known {
  return nothing;
}

/** One allowed response for each success that the operation documents. `known` is asked only where there is a body. */
export function responsesWith(
  { operation, successes }: Plan,
  request: ModelRequest,
  known: () => Known,
  next: Next,
): readonly AllowedResponse[] {
  return successes.map((success) => ({
    operation: operation.id,
    status: success.response.status,
    clause: success.clause,
    warn: false,
    body: bodyOf(success, request, known),
    next,
  }));
}

/** What a documented response's body has to be. */
function bodyOf(
  { response, conditional }: SuccessPlan,
  request: ModelRequest,
  known: () => Known,
): BodyExpected {
  const { mediaType, schema, anyBody } = response;
  if (mediaType === undefined) return { kind: anyBody === true ? 'any' : 'none' };
  if (schema === undefined) return { kind: 'any' };
  const values = known();
  const present: ExpectedAt[] = [];
  const absent: ExpectedAt[] = [];
  for (const { at, when, clause, binding } of conditional) {
    const isThere = when.every((name) => wasSent(request, name));
    (isThere ? present : absent).push({ at, clause, binding });
  }
  const all = absent.length === 0 ? values.absent : [...values.absent, ...absent];
  return {
    kind: 'json',
    schema,
    ...documentedOf(values, schema),
    present,
    absent: all.filter((one) => mayBeAbsent(one, schema)),
  };
}

/** What a response shows of what is known: no more than it documents. The same arrays where that is all. */
function documentedOf(known: Known, schema: JsonSchema): Omit<Known, 'absent'> {
  const { equals, optional, made, list } = known;
  const shown = <T extends { readonly at: string }>(all: readonly T[]): readonly T[] =>
    all.every(({ at }) => isDocumentedAt(schema, at))
      ? all
      : all.filter(({ at }) => isDocumentedAt(schema, at));
  const items = list === undefined ? undefined : itemsAt(schema, list.at);
  return {
    equals: shown(equals),
    optional: shown(optional),
    made: shown(made),
    ...(list === undefined ? {} : { list: items === undefined ? list : { ...list, items } }),
  };
}

/** Whether a request carries `query.code`, `body.issuer` or `path.id`. */
function wasSent(request: ModelRequest, name: string): boolean {
  const dot = name.indexOf('.');
  const property = name.slice(dot + 1);
  const place = name.slice(0, dot);
  if (place === 'query') return Object.hasOwn(request.query, property);
  if (place === 'path') return Object.hasOwn(request.path, property);
  const body = request.body.kind === 'json' ? request.body.value : undefined;
  return (valueAt(body, below('', property)) ?? null) !== null;
}

/** What a read may answer before anything was saved. */
export function beforeFirstSave(
  context: Context,
  plan: Plan,
  resource: Resource,
  outcome: Outcome,
  request: ModelRequest,
  next: Next,
): readonly AllowedResponse[] {
  const { operation, successes } = plan;
  const { id: clause } = context.clauses.get(resource.name, 'absent');
  const whole = (): readonly AllowedResponse[] => responsesWith(plan, request, nothingKnown, next);
  const responses = (entries: Outcome['allow'], warn: boolean): readonly AllowedResponse[] =>
    entries.flatMap((entry): readonly AllowedResponse[] => {
      if ('as' in entry) return whole();
      const success = successes.find(({ response }) => response.status === entry.status);
      if (success === undefined) return [refusal(operation.id, clause, entry, { warn, next })];
      const { without, with: values = {} } = entry;
      const { binding } = outcome;
      const absent = without === undefined ? [] : [{ at: without, clause, binding }];
      const equals = Object.entries(values).map(([at, value]) => ({ at, value, clause, binding }));
      const body = bodyOf(success, request, () => ({ ...nothing, absent, equals }));
      const { status } = success.response;
      return [{ operation: operation.id, status, clause, warn, body, next }];
    });
  const any = outcome.binding === 'SHOULD' ? whole() : [];
  return [
    ...responses(outcome.allow, false),
    ...responses(outcome.warn, true),
    ...any.map((response) => ({ ...response, warn: true })),
  ];
}
