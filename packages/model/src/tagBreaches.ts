import { conditionOf, type Operation } from '@oidc-admin/contract';
import { breachBy, type Breach } from './breach.ts';
import type { Context } from './context.ts';
import type { ModelRequest, ModelState } from './model.ts';
import { placeOf, savedAt } from './place.ts';

/**
 * Where `If-Match` names another state than that of what is there, the rule that a request breaks; where nobody knows the `ETag`
 * of that, or compares weak ones, both answers are right. Source: RFC 9110, 13.1.1.
 */
export function tagBreaches(
  context: Context,
  state: ModelState,
  operation: Operation,
  request: ModelRequest,
): readonly Breach[] {
  const given = request.headers?.['if-match'];
  const breach = given === undefined ? undefined : failed(context, operation);
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
  const other = headers?.['if-match'] === undefined ? undefined : failed(context, operation);
  if (other === undefined) return breach;
  const { allow } = other.outcome;
  return {
    ...breach,
    outcome: { ...breach.outcome, allow: [...breach.outcome.allow, ...allow] },
  };
}

/** The breach of the rule about `If-Match`; undefined where the document has none. */
function failed(context: Context, operation: Operation): Breach | undefined {
  const condition = conditionOf(operation, 'if-match');
  if (condition === undefined) return undefined;
  const about = { element: condition.name };
  if (context.clauses.find(operation.id, 'staleTag', about) === undefined) return undefined;
  return breachBy(context, 'last', operation.id, 'staleTag', {
    location: ['header', 'if-match'],
    message: `${condition.name} names another state than that of what is there.`,
    about,
  });
}

function orAccepted({ allow, ...outcome }: Breach['outcome']): Breach['outcome'] {
  return { ...outcome, allow: [{ as: 'accepted' }, ...allow] };
}

/** The tags of a list; undefined where it is none. */
function tagsIn(list: string): readonly string[] | undefined {
  const tag = /(?:W\/)?"[\u0021\u0023-\u007e\u0080-\u00ff]*"/g;
  const rest = list.replaceAll(tag, '');
  return /^[\s,]*$/.test(rest) ? [...list.matchAll(tag)].map(([one]) => one) : undefined;
}
