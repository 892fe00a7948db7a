import type { JsonValue, Member, Operation, Resource } from '@oidc-admin/contract';

import type { ModelRequest, Saved } from './model.ts';
import { isObject } from './pointer.ts';

/** Why a member of something saved has the value that it has; names the rule that a wrong value breaks. */
export type Origin = 'kept' | 'normalised' | 'defaults';

/** Not part of the state, since it says nothing about what will be answered, only which clause to cite. */
const origins = new WeakMap<Saved, ReadonlyMap<string, Origin>>();

/** Why a saved member has its value; `kept` where that is not known, as in a state that was read from a file. */
export function originOf(saved: Saved, member: string): Origin {
  return origins.get(saved)?.get(member) ?? 'kept';
}

/**
 * What a right create, replace or save leaves behind: the documented members that were sent, in the documented
 * spelling, and the defaults of the others. Null counts as left out, and nothing of an earlier value stays.
 */
export function savedFrom(operation: Operation, resource: Resource, request: ModelRequest): Saved {
  const sent =
    request.body.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
  const saved: Record<string, JsonValue> = {};
  const from = new Map<string, Origin>();
  const put = (name: string, value: JsonValue, origin: Origin): void => {
    saved[name] = value;
    from.set(name, origin);
  };
  const { key } = resource;
  if (key !== undefined && request.path[key] !== undefined) put(key, request.path[key], 'kept');
  const members = operation.body?.members ?? [];
  for (const member of members) {
    const { name } = member;
    if (Object.hasOwn(saved, name) || isNested(name)) continue;
    const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
    if (value !== undefined && (value !== null || member.types.includes('null'))) {
      const kept = normalised(member, value);
      put(name, kept, kept === value ? 'kept' : 'normalised');
    } else if (member.default !== undefined) {
      put(name, member.default, 'defaults');
    }
  }
  for (const { name, default: value } of resource.members) {
    if (value === undefined || Object.hasOwn(saved, name) || isNested(name)) continue;
    if (!resource.serverMade.includes(name)) put(name, value, 'defaults');
  }
  origins.set(saved, from);
  return saved;
}

/** The same, together with members whose values the server made. */
export function withMade(saved: Saved, made: Saved): Saved {
  if (Object.keys(made).length === 0) return saved;
  const whole = { ...saved, ...made };
  const from = origins.get(saved);
  if (from !== undefined) origins.set(whole, from);
  return whole;
}

/** Whether a name is that of a member inside another member. */
export function isNested(name: string): boolean {
  return name.includes('.') || name.includes('[]');
}

function normalised(member: Member, value: JsonValue): JsonValue {
  const { normalised: spellings } = member;
  if (typeof value !== 'string' || spellings === undefined) return value;
  return Object.hasOwn(spellings, value) ? (spellings[value] ?? value) : value;
}
