import {
  below,
  isObject,
  ownValue,
  type ElementNode,
  type JsonValue,
  type Resource,
} from '@oidc-admin/contract';
import type { ModelRequest, Saved, ValueOrigin } from './model.ts';
import type { Plan } from './plan.ts';
import { marked, savedValue, shownTree } from './savedFrom.ts';

type Given = { readonly [name: string]: JsonValue };
type Mutable = Record<string, JsonValue>;

/**
 * What a right merge leaves behind of what was there before: properties that it names have its values, those that it names
 * as null are gone or have their defaults, objects are merged in the same way, lists are replaced. What the server makes is
 * left out: nobody knows what becomes of it. Source: RFC 7396.
 */
export function mergedFrom(
  { tree }: Pick<Plan, 'tree'>,
  resource: Resource,
  request: Pick<ModelRequest, 'body'>,
  before: Saved,
): Saved {
  const { key = '', serverMade } = resource;
  const sent = request.body.kind === 'json' ? request.body.value : {};
  const { [key]: _, ...patch } = isObject(sent) ? sent : {};
  const from = new Map<string, ValueOrigin>([['', 'merged']]);
  const merged = mergedObject(tree, shownTree(resource), before, patch, '', from);
  for (const name of serverMade) if (name !== key) delete merged[name];
  return marked(merged, from);
}

function mergedObject(
  node: ElementNode,
  shown: ElementNode | undefined,
  before: Given,
  patch: Given,
  at: string,
  from: Map<string, ValueOrigin>,
): Mutable {
  const merged: Mutable = { ...before };
  for (const [name, value] of Object.entries(patch)) {
    const one = node.inner.get(name) ?? node.values;
    if (one === undefined) continue;
    const there = shown?.inner.get(name) ?? shown?.values;
    put(merged, name, changed(one, there, ownValue(before, name), value, below(at, name), from));
  }
  return merged;
}

/** What becomes of one value; undefined where it is removed. */
function changed(
  node: ElementNode,
  shown: ElementNode | undefined,
  before: JsonValue | undefined,
  value: JsonValue,
  at: string,
  from: Map<string, ValueOrigin>,
): JsonValue | undefined {
  if (value === null) {
    const usual = shown?.item?.default;
    from.set(at, usual === undefined ? 'merged' : 'defaults');
    return usual;
  }
  if (isObject(value) && isObject(before))
    return node.inner.size === 0 && node.values === undefined
      ? plainlyMerged(before, value)
      : mergedObject(node, shown, before, value, at, from);
  // That nothing of an old list stays is what a merge promises, too.
  from.set(at, Array.isArray(before) ? 'merged' : 'kept');
  return savedValue(node, shown, isObject(value) ? plainlyMerged({}, value) : value, at, from);
}

/** An object of which nothing is described, merged as RFC 7396 says. */
function plainlyMerged(before: Given, patch: Given): Mutable {
  const merged: Mutable = { ...before };
  for (const [name, value] of Object.entries(patch)) {
    const old = ownValue(merged, name);
    const kept = isObject(value) ? plainlyMerged(isObject(old) ? old : {}, value) : value;
    put(merged, name, kept ?? undefined);
  }
  return merged;
}

function put(object: Mutable, name: string, value: JsonValue | undefined): void {
  if (value === undefined) delete object[name];
  // Whoever sends a map chooses its names: `__proto__` is one as any other.
  else Object.defineProperty(object, name, { ...plain, value });
}

const plain = { enumerable: true, writable: true, configurable: true } as const;
