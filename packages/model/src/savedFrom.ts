import {
  below,
  elementTree,
  isObject,
  ownValue,
  type ElementNode,
  type JsonValue,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import type { ModelRequest, Saved, ValueOrigin } from './model.ts';
import type { Plan } from './plan.ts';

/**
 * Holds the origins that are not `kept`. A symbol, since it is no part of the state: it says nothing about what will be
 * answered, only which clause to cite.
 */
const origins = Symbol('origins');

interface Marked {
  readonly [origins]?: ReadonlyMap<string, ValueOrigin>;
}

/**
 * Why what is saved at a JSON pointer has its value: as it is said of the place or of what is around it; `kept` where that is
 * not known, as in a state that was read from a file.
 */
export function originOf(saved: Saved & Marked, at: string): ValueOrigin {
  const known = saved[origins];
  if (known === undefined) return 'kept';
  for (let place = at; ; place = place.slice(0, place.lastIndexOf('/'))) {
    const origin = known.get(place);
    if (origin !== undefined || place === '') return origin ?? 'kept';
  }
}

/** Why nothing is saved at a JSON pointer: the last write was of the whole, or it merged. */
export function absenceOf(saved: Saved, at: string): 'replaced' | 'merged' {
  return originOf(saved, at) === 'merged' ? 'merged' : 'replaced';
}

/**
 * What a right create, replace or save leaves behind: the documented properties that were sent, in the documented
 * spelling, and the defaults of the others, inside objects, lists and maps as well. Null counts as left out, and nothing
 * of an earlier value stays.
 */
export function savedFrom(
  { tree }: Pick<Plan, 'tree'>,
  resource: Resource,
  request: Pick<ModelRequest, 'body' | 'path'>,
): Saved {
  const sent =
    request.body.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
  const from = new Map<string, ValueOrigin>();
  const { key } = resource;
  const inPath = key === undefined ? undefined : ownValue(request.path, key);
  const given = key === undefined || inPath === undefined ? {} : { [key]: typed(resource, inPath) };
  return marked(savedObject(tree, shownTree(resource), sent, given, '', from), from);
}

/** A key in a path is text; a number in a body is one. */
export function typed({ key, properties }: Resource, text: string): JsonValue {
  const types = properties.find(({ name }) => name === key)?.types ?? [];
  return types.includes('string') || !/^-?\d+$/.test(text) || types.length === 0
    ? text
    : Number(text);
}

const trees = new WeakMap<Resource, ElementNode>();

/** What a resource shows, whose defaults hold for what cannot be sent. */
export function shownTree(resource: Resource): ElementNode {
  const known = trees.get(resource) ?? elementTree(resource.properties);
  trees.set(resource, known);
  return known;
}

type Given = { readonly [name: string]: JsonValue };

/** What becomes of an object that is written as a whole; `given` is what is known of it beforehand, `at` its JSON pointer. */
function savedObject(
  { inner, values }: ElementNode,
  shown: ElementNode | undefined,
  sent: Given,
  given: Given,
  at: string,
  from: Map<string, ValueOrigin>,
): Saved {
  const saved: Record<string, JsonValue> = { ...given };
  const leave = (name: string, value: JsonValue | undefined): void => {
    if (value === undefined) return;
    saved[name] = value;
    from.set(below(at, name), 'defaults');
  };
  // Every write of a mock comes here: entries of a map in a `for` are a list each.
  inner.forEach((node, name) => {
    if (Object.hasOwn(saved, name)) return;
    const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
    const types = node.item?.types ?? [];
    if (value !== undefined && (value !== null || types.includes('null')))
      saved[name] = isPlain(value)
        ? savedPlain(node, value, () => below(at, name), from)
        : savedValue(node, shown?.inner.get(name), value, below(at, name), from);
    else leave(name, node.item?.default);
  });
  shown?.inner.forEach(({ item }, name) => {
    if (!Object.hasOwn(saved, name) && item?.schema['readOnly'] !== true)
      leave(name, item?.default);
  });
  for (const name of values === undefined ? [] : Object.keys(sent)) {
    const value = sent[name];
    if (values === undefined || value === undefined || inner.has(name)) continue;
    const kept = savedValue(values, shown?.values, value, below(at, name), from);
    // Whoever sends a map chooses its names: `__proto__` is one as any other.
    Object.defineProperty(saved, name, { ...plain, value: kept });
  }
  return saved;
}

const plain = { enumerable: true, writable: true, configurable: true } as const;

/** What becomes of a value that is written as a whole; `at` is its JSON pointer, where `from` notes why it is so. */
export function savedValue(
  node: ElementNode,
  shown: ElementNode | undefined,
  value: JsonValue,
  at: string,
  from: Map<string, ValueOrigin>,
): JsonValue {
  const { inner, elements, values } = node;
  if (Array.isArray(value) && elements !== undefined)
    return (value as readonly JsonValue[]).map((one, index) =>
      savedValue(elements, shown?.elements, one, below(at, index), from),
    );
  if (isObject(value) && (inner.size > 0 || values !== undefined))
    return savedObject(node, shown, value, {}, at, from);
  return savedPlain(node, value, () => at, from);
}

function isPlain(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}

/** What becomes of a value with nothing inside, or of which nothing inside is known. Its JSON pointer is rarely needed. */
function savedPlain(
  { item }: ElementNode,
  value: JsonValue,
  at: () => string,
  from: Map<string, ValueOrigin>,
): JsonValue {
  const kept = item === undefined ? value : normalised(item, value);
  if (kept !== value) from.set(at(), 'normalised');
  return kept;
}

/** The same, together with properties whose values the server made. */
export function withMade(saved: Saved & Marked, made: Saved): Saved {
  if (Object.keys(made).length === 0) return saved;
  return marked({ ...saved, ...made }, saved[origins]);
}

/** What was saved, with why each value at a JSON pointer is so. */
export function marked(saved: Saved, from: ReadonlyMap<string, ValueOrigin> | undefined): Saved {
  return from === undefined || from.size === 0
    ? saved
    : Object.defineProperty(saved, origins, { value: from });
}

function normalised(property: Property, value: JsonValue): JsonValue {
  const { normalised: spellings } = property;
  if (typeof value !== 'string' || spellings === undefined) return value;
  return Object.hasOwn(spellings, value) ? (spellings[value] ?? value) : value;
}
