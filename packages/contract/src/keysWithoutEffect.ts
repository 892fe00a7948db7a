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
  // By what has them, so that a part is not held against the keys of the whole document.
  const own: Map<object, readonly Removal[]> = Map.groupBy(others, ({ owner }) => owner);
  const { paths: _, components: __, 'x-resources': ___, ...aroundPaths } = copy;
  const around = textsBelow(aroundPaths);
  for (const [path, item] of Object.entries<unknown>(Object(copy['paths']))) {
    // Most keys are seen to matter in one operation, which is read faster than all of a path.
    for (const one of [...singlesOf(item), item]) {
      const part = partOf(copy, path, one);
      leaveIdle(own, part.around, part.outline, part, around);
      leaveIdle(own, part.nodes, part.document, part, around);
      if (one === item && shared.length > 0)
        shared = idleAmong(shared, part.document, derived(part.document()));
    }
  }
  const left = [...own.values()].flat();
  const idle = idleAmong([...shared, ...left], () => copy, derived(copy));
  return idle
    .filter(({ pointer }) => !idle.some((one) => pointer.startsWith(`${one.pointer}/`)))
    .map(({ pointer }) => ({
      pointer,
      reason: `${pointerSteps(pointer).at(-1)} changes nothing; leave it out`,
    }));
}

/** Takes those out of `own` that stand on some objects of a part, and that matter in a document of it. */
function leaveIdle(
  own: Map<object, readonly Removal[]>,
  nodes: ReadonlySet<object>,
  document: () => Editable,
  part: Part,
  around: TextCounts,
): void {
  const owners = [...nodes].filter((node) => own.has(node));
  if (owners.length === 0) return;
  const before = derived(document());
  const takesOut = takesOutRow(part.nodes, around, before);
  for (const owner of owners) {
    const idle = (own.get(owner) ?? []).filter(
      (removal) => !takesOut(removal) && !matters([removal], document, before),
    );
    if (idle.length === 0) own.delete(owner);
    else own.set(owner, idle);
  }
}

/**
 * Those that change nothing. Where many keys together change nothing, none of them does, so that a document in which
 * much is idle is not derived once for each of them.
 */
function idleAmong(
  removals: readonly Removal[],
  document: () => Editable,
  before: Derived | undefined,
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
function matters(
  removals: readonly Removal[],
  document: () => Editable,
  before: Derived | undefined,
): boolean {
  const kept = removals.map(({ node, key }) => [node, key, node[key]] as const);
  for (const { node, key, value } of removals) {
    if (value === undefined) delete node[key];
    else node[key] = value;
  }
  const after = derived(document());
  for (const [node, key, own] of kept) node[key] = own;
  return !isSame(after, before);
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

/** One path of a document, and what that refers to. */
interface Part {
  /** All its objects. */
  readonly nodes: ReadonlySet<object>;
  /** Those that stand around bodies. */
  readonly around: ReadonlySet<object>;
  /** A document of it, made anew each time. */
  document(this: void): Editable;
  /** The same with nothing in its bodies, which is read faster, and says the same of what stands around them. */
  outline(this: void): Editable;
}

function partOf(whole: Editable, path: string, item: unknown): Part {
  const nodes = new Set<object>([whole]);
  const around = new Set<object>();
  const components: Record<string, Editable> = {};
  const resources: Editable = {};
  function collect(node: unknown, isBody: boolean): void {
    if (typeof node !== 'object' || node === null || nodes.has(node)) return;
    nodes.add(node);
    if (!isBody) around.add(node);
    const reference: unknown = Reflect.get(node, '$ref') ?? Reflect.get(node, 'schema');
    if (typeof reference === 'string') {
      const [root = '', section = '', name = ''] = pointerSteps(reference);
      const target = targetOf(whole, reference)?.node;
      if (root === 'components' && target !== undefined)
        (components[section] ??= {})[name] = target;
      collect(target, isBody || section === 'schemas');
    }
    const action: unknown = Reflect.get(node, 'x-action');
    for (const resource of isObject(action) ? Object.values(action) : []) {
      const found: unknown = Object(whole['x-resources'])[String(resource)];
      if (found !== undefined) resources[String(resource)] = found;
      collect(found, isBody);
    }
    for (const [key, value] of Object.entries(node)) collect(value, isBody || key === 'content');
  }
  collect(item, false);
  const schemes: unknown = Object(whole['components'])['securitySchemes'];
  collect(schemes, false);
  const documentOf = (one: unknown, others: Readonly<Record<string, unknown>>): Editable => ({
    ...whole,
    paths: { [path]: one },
    components: { ...others, securitySchemes: schemes },
    ...(Object.hasOwn(whole, 'x-resources') ? { 'x-resources': resources } : {}),
  });
  return {
    nodes,
    around,
    document: () => documentOf(item, components),
    outline: () => documentOf(outlineOf(item), outlineOf(components)),
  };
}

/** Parts of a document without what is inside of the schemas of bodies. */
function outlineOf(node: unknown): Editable {
  return mapped(node, (value, key) => {
    if (key === 'schemas') return mapped(value, outlineOfSchema);
    if (key === 'content')
      return mapped(value, (media) =>
        mapped(media, (inner, name) => (name === 'schema' ? outlineOfSchema(inner) : inner)),
      );
    return isObject(value) && key !== 'schema' && !key.startsWith('x-') ? outlineOf(value) : value;
  });
}

const inside: ReadonlySet<string> = new Set([
  'properties',
  'required',
  'items',
  'additionalProperties',
  'allOf',
  'anyOf',
  'oneOf',
]);

function outlineOfSchema(schema: unknown): Editable {
  return Object.fromEntries(Object.entries(Object(schema)).filter(([key]) => !inside.has(key)));
}

function mapped(node: unknown, change: (value: unknown, key: string) => unknown): Editable {
  const entries = Object.entries<unknown>(Object(node));
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)]));
}

/**
 * Tells which changes take a row out of what is derived: a row that a clause or response of the part comes from, and that nothing else in the
 * part names (`around`: the texts outside of all paths). Such a change matters, without a look at what is derived after it.
 */
function takesOutRow(
  nodes: ReadonlySet<object>,
  around: TextCounts,
  before: Derived | undefined,
): (removal: Removal) => boolean {
  const counts = new Map(around);
  for (const node of nodes) if (!('paths' in node)) countTexts(Object.values(node), counts);
  const { clauses = [], operations = [] } = before?.contract ?? {};
  const shown = [...clauses, ...operations.flatMap(({ responses }) => responses)];
  const rows = new Set(shown.flatMap(({ source }) => source));
  return ({ node, key, value }) => {
    const gone = value === undefined ? [...textsBelow(node[key]).keys()] : [];
    return gone.some((text) => rows.has(text) && counts.get(text) === 1);
  };
}

/** How often each text stands somewhere. */
type TextCounts = ReadonlyMap<string, number>;

function textsBelow(value: unknown): TextCounts {
  const counts = new Map<string, number>();
  const visit = (node: unknown): void => {
    countTexts([node], counts);
    if (typeof node === 'object' && node !== null)
      for (const inner of Object.values(node)) visit(inner);
  };
  visit(value);
  return counts;
}

function countTexts(values: readonly unknown[], counts: Map<string, number>): void {
  for (const value of values)
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
}

/** Everything that engines read. */
type Derived = ReturnType<typeof readContract>;

/** What is derived; undefined where a document without something in it says nothing that can be read. */
function derived(document: Editable): Derived | undefined {
  try {
    return readContract(resolve(document));
  } catch {
    return undefined;
  }
}

/** Whether two values say the same. The schemas themselves differ only by the keys. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  const keys = Object.keys(one);
  const others = Object.keys(other);
  return (
    keys.length === others.length &&
    keys.every(
      (key, index) =>
        key === others[index] &&
        (key === 'schema' || isSame(Reflect.get(one, key), Reflect.get(other, key))),
    )
  );
}
