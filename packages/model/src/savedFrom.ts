import {
  ownValue,
  isObject,
  type JsonValue,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import type { ModelRequest, Saved } from './model.ts';
import { isNested, type Plan } from './plan.ts';

/** Why a property of something saved has the value that it has; names the rule that a wrong value breaks. */
export type ValueOrigin = 'kept' | 'normalised' | 'defaults';

/**
 * Holds the origins that are not `kept`. A symbol, since it is no part of the state: it says nothing about what will be
 * answered, only which clause to cite.
 */
const origins = Symbol('origins');

interface Marked {
  readonly [origins]?: ReadonlyMap<string, ValueOrigin>;
}

/** Why a saved property has its value; `kept` where that is not known, as in a state that was read from a file. */
export function originOf(saved: Saved & Marked, property: string): ValueOrigin {
  return saved[origins]?.get(property) ?? 'kept';
}

/**
 * What a right create, replace or save leaves behind: the documented properties that were sent, in the documented
 * spelling, and the defaults of the others. Null counts as left out, and nothing of an earlier value stays.
 */
export function savedFrom({ properties }: Plan, resource: Resource, request: ModelRequest): Saved {
  const sent =
    request.body.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
  const saved: Record<string, JsonValue> = {};
  const from = new Map<string, ValueOrigin>();
  const { key } = resource;
  const inPath = key === undefined ? undefined : ownValue(request.path, key);
  if (key !== undefined && inPath !== undefined) saved[key] = inPath;
  for (const property of properties) {
    const { name } = property;
    if (Object.hasOwn(saved, name)) continue;
    const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
    if (value !== undefined && (value !== null || property.types.includes('null'))) {
      saved[name] = normalised(property, value);
      if (saved[name] !== value) from.set(name, 'normalised');
    } else if (property.default !== undefined) {
      saved[name] = property.default;
      from.set(name, 'defaults');
    }
  }
  for (const { name, default: value } of resource.properties) {
    if (value === undefined || Object.hasOwn(saved, name) || isNested(name)) continue;
    if (resource.serverMade.includes(name)) continue;
    saved[name] = value;
    from.set(name, 'defaults');
  }
  return marked(saved, from);
}

/** The same, together with properties whose values the server made. */
export function withMade(saved: Saved & Marked, made: Saved): Saved {
  if (Object.keys(made).length === 0) return saved;
  return marked({ ...saved, ...made }, saved[origins]);
}

function marked(saved: Saved, from: ReadonlyMap<string, ValueOrigin> | undefined): Saved {
  return from === undefined || from.size === 0
    ? saved
    : Object.defineProperty(saved, origins, { value: from });
}

function normalised(property: Property, value: JsonValue): JsonValue {
  const { normalised: spellings } = property;
  if (typeof value !== 'string' || spellings === undefined) return value;
  return Object.hasOwn(spellings, value) ? (spellings[value] ?? value) : value;
}
