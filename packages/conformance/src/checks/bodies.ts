import {
  below,
  elementSteps,
  elementTree,
  isNested,
  ownValue,
  isObject,
  valueAt,
  type ElementNode,
  type JsonValue,
  type Operation,
  type Property,
  type RequestBody,
} from '@oidc-admin/contract';
import type { SecretOwner } from './canaries.ts';
import { sampleOf, valuesFor, type SampleSource } from './samples.ts';

export type Body = Readonly<Record<string, JsonValue>>;

/** Which properties a body has: those of one alternative and no more, or all; in the objects inside of it as well. */
export interface BodyShape {
  /** A number: all of the body itself, and of the objects inside only what they require; objects so deep are there. */
  readonly properties: 'minimal' | 'full' | number;
  /** Index into the alternatives of the body's union. Unless given: the first of a minimal body, all of a full one. */
  readonly alternative?: number;
  /** Makes the values different from those of other bodies. */
  readonly number: number;
  /** Values that are given: the key of what is created, a real user's name. */
  readonly given?: Body;
  readonly owner?: SecretOwner;
}

/** Properties of the body itself, not of what is nested in it. */
export function ownProperties(body: RequestBody): readonly Property[] {
  return body.properties.filter(({ name }) => !isNested(name));
}

/** Properties that a check may send: what a session must never be opened with is left out. */
export function sentProperties(operation: Operation): readonly Property[] {
  const never = operation.session?.never ?? [];
  return operation.body === undefined
    ? []
    : ownProperties(operation.body).filter(({ name }) => !never.includes(name));
}

/** The properties by which an alternative of a union differs from all the others. */
export function distinguishingProperties(body: RequestBody, index: number): readonly string[] {
  const others = body.alternatives.filter((_, other) => other !== index);
  return (body.alternatives[index] ?? []).filter((name) =>
    others.some((other) => !other.includes(name)),
  );
}

/** The alternatives of a body, each with a name: the properties by which it differs from the others; the first has none. */
export function namedAlternatives({
  body,
}: Operation): readonly { readonly name: string; readonly alternative: number }[] {
  if (body === undefined) return [];
  return body.alternatives.map((_, alternative) => ({
    alternative,
    name: alternative === 0 ? '' : distinguishingProperties(body, alternative).join('+') || '$',
  }));
}

/** The alternative in which a property has a meaning. */
export function alternativeWith({ body }: Operation, property: string): number {
  const [name = ''] = elementSteps(property);
  const found = body?.alternatives.findIndex((_, index) =>
    distinguishingProperties(body, index).includes(name),
  );
  return Math.max(found ?? 0, 0);
}

/** A right body of an operation. */
export function bodyOf(operation: Operation, shape: BodyShape, source: SampleSource): Body {
  const { body, session } = operation;
  if (body === undefined) return {};
  const wanted = wantedNames(body, shape);
  const full = shape.properties === 'full';
  const deep = typeof shape.properties === 'number' ? shape.properties : 0;
  const { owner } = shape;
  const tree = treeOf(body.properties);
  const values = sentProperties(operation)
    .filter(({ name }) => wanted(name))
    .map((property): [string, JsonValue] => [
      property.name,
      ownValue(shape.given ?? {}, property.name) ??
        sampleOf(property, source, shape.number, {
          full,
          deep,
          inside: tree.inner.get(property.name),
          ...(owner === undefined ? {} : { owner }),
        }),
    ]);
  // A body that is a map requires none of its values.
  const map = shape.properties === 'minimal' ? undefined : tree.values;
  const others = valuesFor(map, source, shape.number, {
    full,
    deep: deep - 1,
    ...(owner === undefined ? {} : { owner }),
  });
  return { ...Object.fromEntries([...values, ...others]), ...session?.always };
}

function wantedNames(
  body: RequestBody,
  { properties, alternative }: BodyShape,
): (name: string) => boolean {
  const required = body.alternatives[alternative ?? 0] ?? [];
  if (properties === 'minimal') return (name) => required.includes(name);
  // What only the other alternatives need has no meaning beside this one.
  const others = alternative === undefined ? [] : body.alternatives.flat();
  return (name) => required.includes(name) || !others.includes(name);
}

/** A copy without some entries. */
export function without<T>(
  values: Readonly<Record<string, T>>,
  names: readonly string[],
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

const trees = new WeakMap<readonly Property[], ElementNode>();

/** The properties of a body in their places. */
export function treeOf(properties: readonly Property[]): ElementNode {
  const known = trees.get(properties) ?? elementTree(properties);
  trees.set(properties, known);
  return known;
}

/** What is described inside of a property of an operation's body. */
export function insideOf(
  { body }: Operation,
  property: Pick<Property, 'name'>,
): ElementNode | undefined {
  let node: ElementNode | undefined = treeOf(body?.properties ?? []);
  for (const step of elementSteps(property.name))
    node = step === '[]' ? node?.elements : step === '*' ? node?.values : node?.inner.get(step);
  return node;
}

/** The steps from a value to what a name means in it: of a list the first element, of a map the first value. */
function stepsIn(value: JsonValue | undefined, name: string): readonly string[] {
  let inner = value;
  return elementSteps(name).map((step) => {
    const [first = mapKey] = isObject(inner) ? Object.keys(inner) : [];
    const next = step === '[]' ? '0' : step === '*' ? first : step;
    inner = valueAt(inner, below('', next));
    return next;
  });
}

/** The name of what is put into a map that has nothing yet. */
const mapKey = 'oidcAdminKey';

/** What is at a property, a nested one by its name. */
export function bodyValueAt(body: JsonValue | undefined, name: string): JsonValue | undefined {
  return valueAt(body, below('', ...stepsIn(body, name)));
}

/** A copy in which another value is at a property, a nested one by its name; undefined leaves it out. */
export function withBodyValue(
  body: JsonValue | undefined,
  name: string,
  value: JsonValue | undefined,
): Body {
  return changedAtSteps(body, stepsIn(body, name), value) as Body;
}

/** A copy in which another value is at these steps; objects and lists on the way are made where they are missing. */
export function changedAtSteps(
  inner: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (step === undefined) return value;
  const around = (typeof inner === 'object' ? inner : null) ?? (step === '0' ? [] : {});
  if (Array.isArray(around)) {
    const items: readonly JsonValue[] = around;
    const index = Number(step);
    const changed = changedAtSteps(items[index], rest, value);
    const after = items.slice(index + 1);
    return [...items.slice(0, index), ...(changed === undefined ? [] : [changed]), ...after];
  }
  const changed = changedAtSteps(ownValue(around as Body, step), rest, value);
  return changed === undefined
    ? without(around as Body, [step])
    : { ...(around as Body), [step]: changed };
}
