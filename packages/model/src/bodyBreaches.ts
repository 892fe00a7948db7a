import {
  elementAt,
  elementValues,
  isObject,
  isReadAsBody,
  type ElementNode,
  type JsonValue,
  type RequestBody,
} from '@oidc-admin/contract';
import { breachBy, breachOf, type Breach } from './breach.ts';
import type { Context } from './context.ts';
import type { ModelRequest } from './model.ts';
import type { Plan } from './plan.ts';
import { brokenProperty } from './propertyRules.ts';

/** The rules that a request's body breaks, its media type included. */
export function bodyBreaches(
  context: Context,
  plan: Plan,
  request: ModelRequest,
): readonly Breach[] {
  const { operation } = plan;
  const { body } = operation;
  if (body === undefined) return [];
  if (request.body.kind === 'none') {
    if (!body.required) return [];
    const message = 'The body is missing.';
    return [breachBy(context, 'body', operation.id, 'emptyBody', { location: ['body'], message })];
  }
  const breaches: Breach[] = [];
  if (!isTaken(body, request)) {
    const message = wrongMediaType(request.mediaType, body.mediaType);
    const location = ['header', 'content-type'];
    breaches.push(breachBy(context, 'body', operation.id, 'mediaType', { location, message }));
  }
  if (request.body.kind === 'malformed') {
    const message = 'The body is no JSON.';
    breaches.push(
      breachBy(context, 'body', operation.id, 'malformedJson', { location: ['body'], message }),
    );
    return breaches;
  }
  const { value } = request.body;
  for (const broken of context.validators.validateBody(operation.id, value)) {
    breaches.push(breachOf(context, 'body', broken));
  }
  if (isObject(value) && (plan.deploymentRules.length > 0 || plan.closed.length > 0)) {
    breaches.push(...deploymentBreaches(context, plan, value));
  }
  return breaches;
}

/** Whether a body came under a media type that the document lists. A range lets any through, what is encoded too; it must be JSON all the same. */
function isTaken(body: RequestBody, { mediaType = '', body: { kind } }: ModelRequest): boolean {
  if (mediaType === body.mediaType || body.otherMediaTypes?.includes('*/*') === true) return true;
  return kind === 'json' && !mediaType.includes(';') && isReadAsBody(body, mediaType);
}

/** What is wrong with a media type, without a value of the request. A body's encoding and character set stand behind its name. */
function wrongMediaType(given: string | undefined, documented: string): string {
  if (given === undefined) return `The header Content-Type is missing; it must be ${documented}.`;
  if (given.startsWith(`${documented}; encoding=`))
    return 'The body is compressed, or encoded otherwise; it must be sent without Content-Encoding.';
  if (given.startsWith(`${documented}; charset=`)) return 'The character set must be UTF-8.';
  return `The media type must be ${documented}.`;
}

/** The rules that only the deployment can decide, and properties that the document does not know. */
function deploymentBreaches(
  context: Context,
  { operation, tree, deploymentRules, closed }: Plan,
  value: { readonly [name: string]: JsonValue },
): readonly Breach[] {
  const breaches: Breach[] = [];
  const place = {
    operation: operation.id,
    root: 'body',
    clauses: context.clauses,
    properties: new Map(),
    tree,
  } as const;
  const add = (
    kind: 'prefix' | 'unreachable',
    message: string,
    [first = '', ...steps]: readonly string[],
  ) => {
    breaches.push(breachOf(context, 'body', brokenProperty(kind, message, first, place, steps)));
  };
  for (const { of, prefix, reachable } of deploymentRules) {
    for (const { steps, value: text } of elementValues(value, of)) {
      if (typeof text !== 'string') continue;
      if (prefix !== undefined && !text.startsWith(prefix))
        add('prefix', `must begin with ${prefix}`, steps);
      if (reachable && !isReachable(context, text))
        add('unreachable', 'must be a URL that can be reached', steps);
    }
  }
  for (const { of, names } of closed)
    for (const { steps, value: object } of elementValues(value, of))
      for (const name of isObject(object) ? Object.keys(object) : [])
        if (!names.has(name)) breaches.push(unknownIn(context, operation.id, tree, steps, name));
  return breaches;
}

/** The breach of an object, in the body or the body itself, that has a property which is not documented. */
function unknownIn(
  context: Context,
  operation: string,
  tree: ElementNode,
  steps: readonly string[],
  name: string,
): Breach {
  const element = elementAt(tree, steps);
  return breachBy(context, 'body', operation, 'unknownProperty', {
    location: ['body', ...steps, name],
    message: `${element === '' ? name : `${element}.${name}`} is not documented.`,
    ...(element === '' ? {} : { about: { element } }),
  });
}

function isReachable(context: Context, text: string): boolean {
  if (context.deployment.reachable !== undefined) return context.deployment.reachable(text);
  const url = URL.parse(text);
  return url !== null && url.protocol === 'https:' && !url.hostname.endsWith('.invalid');
}
