import type { JsonValue, Member, Operation, RequestBody } from '@oidc-admin/contract';

import { breachBy, breachOf } from './breach.ts';
import type { Breach } from './breach.ts';
import type { Context } from './context.ts';
import { brokenMember } from './memberRules.ts';
import type { ModelRequest } from './model.ts';
import { isObject } from './pointer.ts';

/** The rules that a request's body breaks, its media type included. */
export function bodyBreaches(
  context: Context,
  operation: Operation,
  request: ModelRequest,
): readonly Breach[] {
  const { body } = operation;
  if (body === undefined) return [];
  if (request.body.kind === 'none') {
    if (!body.required) return [];
    const message = 'The body is missing.';
    return [breachBy(context, 'body', operation.id, 'emptyBody', { location: ['body'], message })];
  }
  const breaches: Breach[] = [];
  if (request.mediaType !== body.mediaType) {
    const message = `The media type must be ${body.mediaType}.`;
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
  if (isObject(value)) breaches.push(...worldBreaches(context, operation, body, value));
  return breaches;
}

/** The rules that only the world can decide, and members that the document does not know. */
function worldBreaches(
  context: Context,
  operation: Operation,
  body: RequestBody,
  value: { readonly [name: string]: JsonValue },
): readonly Breach[] {
  const breaches: Breach[] = [];
  const place = {
    operation: operation.id,
    root: 'body',
    clauses: context.clauses,
    members: new Map(),
  } as const;
  const add = (kind: 'prefix' | 'unreachable' | 'unknownMember', message: string, name: string) => {
    breaches.push(breachOf(context, 'body', brokenMember(kind, message, name, place)));
  };
  for (const member of body.members) {
    const text = value[member.name];
    if (typeof text !== 'string') continue;
    const prefix = prefixOf(context, member);
    if (prefix !== undefined && !text.startsWith(prefix))
      add('prefix', `must begin with ${prefix}`, member.name);
    if (member.reachable === true && !isReachable(context, text)) {
      add('unreachable', 'must be a URL that can be reached', member.name);
    }
  }
  const unknown = context.clauses.find(operation.id, 'unknownMember')?.outcome;
  if (unknown !== undefined && !unknown.allow.some((entry) => 'as' in entry)) {
    const known = new Set(body.members.map((member) => member.name));
    for (const name of Object.keys(value))
      if (!known.has(name)) add('unknownMember', 'is not documented', name);
  }
  return breaches;
}

/** What a member's value begins with; none where a setting that the template needs is not known. */
function prefixOf(context: Context, member: Member): string | undefined {
  if (member.prefix === undefined) return undefined;
  const { settings } = context.world;
  let complete = true;
  const prefix = member.prefix.replaceAll(/\{([^}]+)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : undefined;
    complete &&= value !== undefined;
    return value ?? '';
  });
  return complete ? prefix : undefined;
}

function isReachable(context: Context, text: string): boolean {
  if (context.world.reachable !== undefined) return context.world.reachable(text);
  const url = URL.parse(text);
  return url !== null && url.protocol === 'https:' && !url.hostname.endsWith('.invalid');
}
