import type { Property } from './description.ts';
import { isObject, type JsonValue } from './json.ts';
import { below } from './pointer.ts';

/** The step of a name that means each element of a list, and the one that means each value of a map. */
const eachElement = '[]';
const eachValue = '*';

/** The properties of a body as a tree: what stands inside which. `Item` is what is known of each, mostly a `Property`. */
export interface ElementNode<Item extends { readonly name: string } = Property> {
  /** Empty for the body itself, else as the contract writes it: `a.b`, `list[].c`, `map.*`. */
  readonly name: string;
  /** Undefined for the body itself. */
  readonly item: Item | undefined;
  /** The named properties right inside. */
  readonly inner: ReadonlyMap<string, ElementNode<Item>>;
  /** Each element, where it is a list. */
  readonly elements: ElementNode<Item> | undefined;
  /** Each value under a name that is not documented, where it is a map. */
  readonly values: ElementNode<Item> | undefined;
}

interface Growing<Item extends { readonly name: string }> extends ElementNode<Item> {
  item: Item | undefined;
  readonly inner: Map<string, Growing<Item>>;
  elements: Growing<Item> | undefined;
  values: Growing<Item> | undefined;
}

/** The steps of a name: `list`, `[]`, `c` of `list[].c`; none for `$`, the whole body. */
export function elementSteps(name: string): readonly string[] {
  return name === '$' ? [] : name.replaceAll('[]', '.[]').split('.').filter(Boolean);
}

/** The name of a property inside another one: `a.b`, `list[].c`, `map.*`. */
export function nameInside(around: string, step: string): string {
  if (step === eachElement) return around + step;
  return around === '' ? step : `${around}.${step}`;
}

/** The name by which a property is known in its own object: `secret` for `a.secret`, `keys` for `keys[]` and `keys.*`. */
export function lastName(name: string): string {
  return elementSteps(name).findLast((step) => !isEach(step)) ?? name;
}

/** Whether a name is that of a property inside another one, of an element of a list or of a value of a map. */
export function isNested(name: string): boolean {
  const [first = '', ...more] = elementSteps(name);
  return more.length > 0 || isEach(first);
}

/** Whether a name is that of each element of a list or of each value of a map. */
export function isEach(name: string): boolean {
  return name.endsWith(eachElement) || name === eachValue || name.endsWith(`.${eachValue}`);
}

/** Whether a body with these properties is a map itself, so that whoever sends it chooses all its names. */
export function isMapItself(properties: readonly { readonly name: string }[]): boolean {
  return properties.some(({ name }) => name === eachValue);
}

/** Builds the tree of the properties of a body. */
export function elementTree<Item extends { readonly name: string }>(
  items: readonly Item[],
): ElementNode<Item> {
  const root = grown<Item>('');
  for (const item of items) {
    let node = root;
    for (const step of elementSteps(item.name)) node = growInto(node, step);
    node.item = item;
  }
  return root;
}

function grown<Item extends { readonly name: string }>(name: string): Growing<Item> {
  return { name, item: undefined, inner: new Map(), elements: undefined, values: undefined };
}

function growInto<Item extends { readonly name: string }>(
  node: Growing<Item>,
  step: string,
): Growing<Item> {
  const made = (): Growing<Item> => grown(nameInside(node.name, step));
  if (step === eachElement) return (node.elements ??= made());
  if (step === eachValue) return (node.values ??= made());
  const known = node.inner.get(step) ?? made();
  node.inner.set(step, known);
  return known;
}

/** What is known one step below a place of a JSON value: a property, an element of a list or a value of a map. */
export function nodeBelow<Item extends { readonly name: string }>(
  node: ElementNode<Item> | undefined,
  step: string,
): ElementNode<Item> | undefined {
  return node?.inner.get(step) ?? (/^\d+$/.test(step) ? node?.elements : undefined) ?? node?.values;
}

/** The name of the property that stands at the steps of a JSON pointer; what is not documented is named as it stands there. */
export function elementAt<Item extends { readonly name: string }>(
  root: ElementNode<Item>,
  steps: readonly string[],
): string {
  let node: ElementNode<Item> | undefined = root;
  let name = '';
  for (const step of steps) {
    node = nodeBelow(node, step);
    name = node?.name ?? nameInside(name, /^\d+$/.test(step) ? eachElement : step);
  }
  return name;
}

/** The JSON pointer of a property, in which `*` stands for each element of a list and each value of a map. */
export function pointerOf(name: string): string {
  return below('', ...elementSteps(name).map((step) => (isEach(step) ? '*' : step)));
}

/** A value that a property has in a body, and the steps of its JSON pointer. */
interface ElementValue {
  readonly steps: readonly string[];
  readonly value: JsonValue;
}

/** Every value that a property has in a body, by the steps of its name: of one in lists or maps, one for each element. */
export function elementValues(
  body: JsonValue | undefined,
  of: readonly string[],
): readonly ElementValue[] {
  let found: readonly ElementValue[] = body === undefined ? [] : [{ steps: [], value: body }];
  for (const step of of)
    found = found.flatMap(({ steps, value }) =>
      entriesAt(value, step).map(([key, inner]) => ({ steps: [...steps, key], value: inner })),
    );
  return found;
}

function entriesAt(value: JsonValue, step: string): readonly (readonly [string, JsonValue])[] {
  if (Array.isArray(value) ? step === eachElement : step === eachValue && isObject(value))
    return Object.entries(value as Readonly<Record<string, JsonValue>>);
  const inner = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return inner === undefined ? [] : [[step, inner]];
}
