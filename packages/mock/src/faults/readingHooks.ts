import {
  parentTextIn,
  below,
  elementSteps,
  elementValues,
  type JsonValue,
  type Resource,
} from '@oidc-admin/contract';
import { childrenOf, isObject, savedAt } from '@oidc-admin/model';
import type { FaultHooks } from '../fault.ts';
import { withValueAt } from '../withValueAt.ts';
import { asText, namedPlace, sentBody } from './places.ts';
import { onSuccess } from './requestHooks.ts';

/** Keys are compared without regard to letter case. */
export function ignoringKeyCase(resource: Resource): FaultHooks {
  const key = resource.key ?? '';
  return {
    request: (request, context) => {
      const parent = parentTextIn(resource, request.path);
      const known = [...childrenOf(context.state, resource.name, parent).keys()];
      const alike = (given: JsonValue | undefined): string | undefined =>
        typeof given === 'string'
          ? known.find((other) => other.toLowerCase() === given.toLowerCase())
          : undefined;
      const inPath = alike(request.path[key]);
      if (inPath !== undefined) return { ...request, path: { ...request.path, [key]: inPath } };
      const sent = sentBody({ request });
      const inBody = alike(sent[key]);
      if (inBody === undefined || context.operation.action.does !== 'create') return request;
      return { ...request, body: { kind: 'json', value: { ...sent, [key]: inBody } } };
    },
  };
}

/** Responses that show a resource hold properties that are never returned. */
export function returningHidden({ neverReturned }: Pick<Resource, 'neverReturned'>): FaultHooks {
  return onSuccess(['read', 'create', 'merge', 'save'], (decision, context) => {
    const { action } = context.operation;
    const place = namedPlace(context);
    const saved = place && savedAt(decision.next, place);
    if (!('at' in action) || saved === undefined) return decision;
    let { body } = decision;
    for (const name of neverReturned)
      for (const { steps, value } of elementValues(saved, elementSteps(name)))
        body = withValueAt(body, below(action.at, ...steps), value);
    return { ...decision, body };
  });
}

/** The text of an error holds the body that was sent. */
export const repeatingTheBody: FaultHooks = {
  decide: (decision, context) => {
    const sent = sentBody(context);
    const { body = {} } = decision;
    if (decision.status < 400 || Object.keys(sent).length === 0 || !isObject(body)) return decision;
    const [longest] = Object.entries(body)
      .filter(([, value]) => typeof value === 'string')
      .toSorted(([, left], [, right]) => asText(right).length - asText(left).length);
    // An error that has no text so far has one now.
    const [name, text] = longest ?? ['message', ''];
    const repeated = `${asText(text)} ${JSON.stringify(sent)}`;
    return { ...decision, body: { ...body, [name]: repeated } };
  },
};
