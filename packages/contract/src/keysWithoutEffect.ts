import type { Problem } from './contractError.ts';
import { readContract } from './contractOf.ts';
import { resolve } from './deref.ts';
import { isObject } from './json.ts';
import { below, pointerSteps } from './pointer.ts';
import { targetOf } from './reference.ts';

type Editable = Record<string, unknown>;

/** A change to a document that should change what is derived from it. */
interface Removal {
  readonly pointer: string;
  /** The object that has the extension key. */
  readonly owner: object;
  readonly node: Editable;
  readonly key: string;
  /** The value to try instead; undefined removes the key. */
  readonly value: unknown;
}

/** Keys of a document below which there are only values. */
const holdsData: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'const', 'enum']);

/**
 * The extension keys of a right document that change nothing: the contract is derived again without each of them, without
 * each kind of `x-outcomes`, each `binding` and without each word of `x-untested`. Objects that stand at several places (aliases of YAML) are
 * one text, and lose the key at all of them. Most keys are seen to matter in one operation or path and what it refers to, which keeps
 * the cost of a long document in proportion to its length.
 */
export function keysWithoutEffect(document: Readonly<Record<string, unknown>>): readonly Problem[] {
  const copy = structuredClone(document) as Editable;
  // What the whole document has is idle in most paths, what a path has is idle in few.
  const [whole, others] = parted(removalsIn(copy), ({ owner }) => owner === copy);
  let shared: readonly Removal[] = whole;
  let own: readonly Removal[] = others;
  for (const [path, item] of Object.entries<unknown>(Object(copy['paths']))) {
    // Most keys are seen to matter in one operation, which is read faster than all of a path.
    for (const one of [...singlesOf(item), item]) {
      const { nodes, document: part } = partOf(copy, path, one);
      const isInside = ({ owner }: Removal): boolean => nodes.has(owner);
      if (!own.some(isInside) && (one !== item || shared.length === 0)) continue;
      const before = derived(part());
      own = own.filter((removal) => !isInside(removal) || !matters([removal], part, before));
      if (one === item) shared = idleAmong(shared, part, before);
    }
  }
  const idle = idleAmong([...shared, ...own], () => copy, derived(copy));
  return idle
    .filter(({ pointer }) => !idle.some((one) => pointer.startsWith(`${one.pointer}/`)))
    .map(({ pointer }) => ({
      pointer,
      reason: `${pointerSteps(pointer).at(-1)} changes nothing; leave it out`,
    }));
}

/**
 * Those that change nothing. Where many keys together change nothing, none of them does, so that a document in which
 * much is idle is not derived once for each of them.
 */
function idleAmong(
  removals: readonly Removal[],
  document: () => Editable,
  before: unknown,
): readonly Removal[] {
  // Two other values of one key cannot stand there together.
  const [whole, others] = parted(removals, ({ value }) => value === undefined);
  const search = (some: readonly Removal[]): readonly Removal[] => {
    if (some.length === 0 || !matters(some, document, before)) return some;
    if (some.length === 1) return [];
    const middle = some.length >> 1;
    return [...search(some.slice(0, middle)), ...search(some.slice(middle))];
  };
  return [...search(whole), ...others.filter((one) => !matters([one], document, before))];
}

function parted<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** Whether several changes, made at once, change what is derived. The document is as it was afterwards. */
function matters(removals: readonly Removal[], document: () => Editable, before: unknown): boolean {
  const kept = removals.map(({ node, key }) => [node, key, node[key]] as const);
  for (const { node, key, value } of removals) {
    if (value === undefined) delete node[key];
    else node[key] = value;
  }
  const after = derived(document());
  for (const [node, key, own] of kept) node[key] = own;
  return after !== before;
}

function removalsIn(document: Editable): readonly Removal[] {
  const removals: Removal[] = [];
  const visited = new Set<object>();
  function visit(node: unknown, pointer: string): void {
    if (typeof node !== 'object' || node === null || visited.has(node)) return;
    visited.add(node);
    for (const [key, value] of Object.entries(node)) {
      const at = below(pointer, key);
      // What is said of rows is generated.
      if (key === 'x-authority') continue;
      if (key.startsWith('x-')) removals.push(...removalsOf(node as Editable, key, value, at));
      else if (!holdsData.has(key)) visit(value, at);
    }
  }
  visit(document, '');
  return removals;
}

function removalsOf(
  owner: Editable,
  key: string,
  value: unknown,
  pointer: string,
): readonly Removal[] {
  const inside: Removal[] = [];
  if (key === 'x-outcomes' && isObject(value))
    for (const kind of Object.keys(value))
      inside.push({
        pointer: below(pointer, kind),
        owner,
        node: value,
        key: kind,
        value: undefined,
      });
  if (key === 'x-untested' && Array.isArray(value) && value.length > 1)
    for (const [index, word] of value.entries()) {
      const others = value.filter((other) => other !== word);
      inside.push({ pointer: below(pointer, index), owner, node: owner, key, value: others });
    }
  return [
    { pointer, owner, node: owner, key, value: undefined },
    ...inside,
    ...bindingsIn(owner, value, pointer),
  ];
}

/** The `binding` of each outcome and rule below an extension key. */
function bindingsIn(owner: Editable, value: unknown, pointer: string): readonly Removal[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = below(pointer, key);
    return key === 'binding' && ('source' in value || 'allow' in value)
      ? [{ pointer: at, owner, node: value, key, value: undefined }]
      : bindingsIn(owner, inner, at);
  });
}

/** A path once with each of its operations alone. */
function singlesOf(item: unknown): readonly Editable[] {
  const parts = Object.entries(Object(item) as Editable);
  const isOperation = ([, value]: (typeof parts)[number]): boolean =>
    isObject(value) && 'responses' in value;
  const [operations, shared] = parted(parts, isOperation);
  return operations.map((one) => Object.fromEntries([...shared, one]));
}

/** A document with one of its paths and what that refers to, made anew each time, and all its objects. */
function partOf(
  whole: Editable,
  path: string,
  item: unknown,
): { readonly nodes: ReadonlySet<object>; document(this: void): Editable } {
  const nodes = new Set<object>([whole]);
  const components: Record<string, Editable> = {};
  const resources: Editable = {};
  function collect(node: unknown): void {
    if (typeof node !== 'object' || node === null || nodes.has(node)) return;
    nodes.add(node);
    const reference: unknown = Reflect.get(node, '$ref') ?? Reflect.get(node, 'schema');
    if (typeof reference === 'string') {
      const [root = '', section = '', name = ''] = pointerSteps(reference);
      const target = targetOf(whole, reference)?.node;
      if (root === 'components' && target !== undefined)
        (components[section] ??= {})[name] = target;
      collect(target);
    }
    const action: unknown = Reflect.get(node, 'x-action');
    for (const resource of isObject(action) ? Object.values(action) : []) {
      const found: unknown = Object(whole['x-resources'])[String(resource)];
      if (found !== undefined) resources[String(resource)] = found;
      collect(found);
    }
    for (const value of Object.values(node)) collect(value);
  }
  collect(item);
  const schemes: unknown = Object(whole['components'])['securitySchemes'];
  collect(schemes);
  return {
    nodes,
    document: () => ({
      ...whole,
      paths: { [path]: item },
      components: { ...components, securitySchemes: schemes },
      ...(Object.hasOwn(whole, 'x-resources') ? { 'x-resources': resources } : {}),
    }),
  };
}

/** Everything that engines read, as text; undefined where a document without something in it says nothing that can be read. */
function derived(document: Editable): string | undefined {
  try {
    // The schemas themselves differ only by the keys.
    return JSON.stringify(readContract(resolve(document)), (key, value: unknown) =>
      key === 'schema' ? undefined : value,
    );
  } catch {
    return undefined;
  }
}
