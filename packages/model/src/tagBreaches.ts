import { conditionOf, type Operation } from '@oidc-admin/contract';
import { breachBy, type Breach } from './breach.ts';
import type { Context } from './context.ts';
import type { ModelRequest, ModelState } from './model.ts';
import { placeOf, savedAt } from './place.ts';

/** What a request breaks, or answers by, as it names the state of a thing. */
export function stateBreaches(
  context: Context,
  state: ModelState,
  operation: Operation,
  request: ModelRequest,
): readonly Breach[] {
  return operation.action.does === 'read'
    ? unmodified(context, state, operation, request)
    : tagBreaches(context, state, operation, request);
}

/**
 * Where `If-None-Match` names the state of what is read, the rule by which nothing of it is shown; where nobody knows that state,
 * both answers are right. Source: RFC 9110, 13.1.2.
 */
function unmodified(
  context: Context,
  state: ModelState,
  operation: Operation,
  request: ModelRequest,
): readonly Breach[] {
  const given = request.headers?.['if-none-match'];
  const breach =
    given === undefined ? undefined : breachOfState(context, operation, 'if-none-match');
  const { action } = operation;
  if (given === undefined || breach === undefined || !('resource' in action)) return [];
  const resource = context.resource(action.resource);
  const saved = savedAt(state, placeOf(state, resource, request, { alike: true }));
  const tag = saved && context.deployment.tagOf?.(saved);
  const named = tagsIn(given)?.map(strong);
  if (saved !== undefined && given.trim() === '*') return [breach];
  if (tag === undefined || named === undefined)
    return [{ ...breach, tolerated: true, outcome: orAccepted(breach.outcome) }];
  return named.includes(strong(tag)) ? [breach] : [];
}

/** A tag as those of reads are compared: a weak one like a strong one. */
function strong(tag: string): string {
  return tag.replace(/^W\//, '');
}

/**
 * Where `If-Match` names another state than that of what is there, the rule that a request breaks; where nobody knows the `ETag`
 * of that, or compares weak ones, both answers are right. Source: RFC 9110, 13.1.1.
 */
function tagBreaches(
  context: Context,
  state: ModelState,
  operation: Operation,
  request: ModelRequest,
): readonly Breach[] {
  const given = request.headers?.['if-match'];
  const breach = given === undefined ? undefined : breachOfState(context, operation, 'if-match');
  const { action } = operation;
  if (given === undefined || breach === undefined || !('resource' in action)) return [];
  const resource = context.resource(action.resource);
  const saved = savedAt(state, placeOf(state, resource, request, { alike: true }));
  if (given.trim() === '*' && saved !== undefined) return [];
  const tag = saved && context.deployment.tagOf?.(saved);
  const isKnown = (saved === undefined && resource.key !== undefined) || tag !== undefined;
  const named = tagsIn(given);
  if (!isKnown || tag?.startsWith('W/') === true || named === undefined)
    return [{ ...breach, tolerated: true, outcome: orAccepted(breach.outcome) }];
  return tag !== undefined && named.includes(tag) ? [] : [breach];
}

/** What is not there has no state either: whoever looks at `If-Match` first may say so. */
export function orFailed(
  context: Context,
  operation: Operation,
  { headers }: ModelRequest,
  breach: Breach,
): Breach {
  const other =
    headers?.['if-match'] === undefined ? undefined : breachOfState(context, operation, 'if-match');
  if (other === undefined) return breach;
  const { allow } = other.outcome;
  return {
    ...breach,
    outcome: { ...breach.outcome, allow: [...breach.outcome.allow, ...allow] },
  };
}

/** The breach of the rule about such a header; undefined where the document has none. */
function breachOfState(
  context: Context,
  operation: Operation,
  header: keyof typeof rules,
): Breach | undefined {
  const condition = conditionOf(operation, header);
  if (condition === undefined) return undefined;
  const about = { element: condition.name };
  const { kind, says } = rules[header];
  if (context.clauses.find(operation.id, kind, about) === undefined) return undefined;
  const message = `${condition.name} names ${says}.`;
  return breachBy(context, 'last', operation.id, kind, {
    location: ['header', header],
    message,
    about,
  });
}

const rules = {
  'if-match': { kind: 'staleTag', says: 'another state than that of what is there' },
  'if-none-match': { kind: 'notModified', says: 'the state of what is there' },
} as const;

function orAccepted({ allow, ...outcome }: Breach['outcome']): Breach['outcome'] {
  return { ...outcome, allow: [{ as: 'accepted' }, ...allow] };
}

/** The tags of a list; undefined where it is none. */
function tagsIn(list: string): readonly string[] | undefined {
  const tag = /(?:W\/)?"[\u0021\u0023-\u007e\u0080-\u00ff]*"/g;
  const rest = list.replaceAll(tag, '');
  return /^[\s,]*$/.test(rest) ? [...list.matchAll(tag)].map(([one]) => one) : undefined;
}
