import {
  elementSteps,
  isEach,
  isNested,
  isObject,
  type ElementNode,
  type JsonValue,
  type Operation,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import { bodyValueAt, treeOf, withBodyValue, type Body } from '../checks/bodies.ts';
import { operationsOn } from '../checks/contractViews.ts';
import { sequences, type Sequence } from './steps.ts';

/** Which part of a right body is merged into something that has a value at each of its places. */
interface Part {
  readonly name: string;
  readonly of: (body: Body, saved: JsonValue | undefined) => Body;
}

/**
 * Everything is written, then a part of it anew: each half of the properties, the same of what is inside of objects, a
 * shorter list, nothing, and null for what can be removed. All else is still as it was.
 */
export const merged = sequences(({ contract, resource }) =>
  resource.operations.read === undefined
    ? []
    : operationsOn(contract, resource, ['merge']).flatMap((operation) =>
        partsOf(operation, resource).map((part) => merging(operation, part)),
      ),
);

function merging(operation: Operation, { name, of }: Part): Sequence {
  return {
    name: `${operation.id}.${name}`,
    run: async (steps) => {
      const ref = await steps.current();
      const { sent } = await steps.write(operation, { properties: 'full' }, { ref });
      if (!sent.accepted) return;
      const saved = steps.context.run.pool.saved(ref);
      await steps.write(
        operation,
        { properties: 'full' },
        {
          ref,
          change: (request) =>
            isObject(request.body) ? { ...request, body: of(request.body, saved) } : request,
        },
      );
      await steps.read(ref);
    },
  };
}

function partsOf({ body }: Operation, resource: Resource): readonly Part[] {
  const properties = body?.properties ?? [];
  const tree = treeOf(properties);
  const single = properties.filter(({ name }) => !elementSteps(name).slice(0, -1).some(isEach));
  const lists = single.filter(
    ({ types, schema }) => types.includes('array') && Number(schema['minItems'] ?? 0) < 2,
  );
  const removable = single.filter((property) => canBeRemoved(property, resource));
  const maps = single.filter(({ name, types }) => name.endsWith('.*') && types.includes('null'));
  const nothing = (given: Body): Body => partIn(tree, given, () => false);
  const half = (index: number, depth: 'outside' | 'inside', name: string): Part => ({
    name,
    of: (given) =>
      depth === 'outside'
        ? partIn(tree, given, (_, place) => place % 2 === index)
        : halfInside(tree, given, index),
  });
  return [
    { name: 'nothing', of: nothing },
    half(0, 'outside', 'first'),
    half(1, 'outside', 'second'),
    ...(single.some(({ name }) => isNested(name) && !isEach(name))
      ? [half(0, 'inside', 'firstInside'), half(1, 'inside', 'secondInside')]
      : []),
    ...(lists.length === 0 ? [] : [{ name: 'list', of: (given: Body) => shortened(given, lists) }]),
    ...(removable.length === 0
      ? []
      : [{ name: 'null', of: (given: Body) => withNulls(nothing(given), removable) }]),
    ...(maps.length === 0
      ? []
      : [
          {
            name: 'entry',
            of: (given: Body, saved: JsonValue | undefined) =>
              withoutEntries(nothing(given), saved, maps),
          },
        ]),
  ];
}

/** Whether a request may ask for it to be removed, and what is left is still whole. */
function canBeRemoved({ name, types, required }: Property, { properties }: Resource): boolean {
  const isNeeded = required || properties.some((one) => one.name === name && one.required);
  return types.includes('null') && !isNeeded && !elementSteps(name).some(isEach);
}

/** What an object requires, and the wanted ones of its other properties, by their places in the document. */
function partIn(
  { inner }: ElementNode,
  given: Body,
  isWanted: (name: string, place: number) => boolean,
): Body {
  const wanted = [...inner].flatMap(([name, { item }], place) =>
    item?.required === true || isWanted(name, place) ? [name] : [],
  );
  return Object.fromEntries(Object.entries(given).filter(([name]) => wanted.includes(name)));
}

/** Every object, with half of what stands right in it. */
function halfInside(node: ElementNode, given: Body, half: number): Body {
  const objects = Object.entries(given).flatMap(([name, value]): [string, JsonValue][] => {
    const inner = node.inner.get(name);
    if (inner === undefined || !isObject(value) || inner.inner.size === 0) return [];
    const part = partIn(inner, value, (_, place) => place % 2 === half);
    return [[name, { ...part, ...halfInside(inner, value, half) }]];
  });
  return { ...partIn(node, given, () => false), ...Object.fromEntries(objects) };
}

/** Each list without its last element. */
function shortened(given: Body, lists: readonly Property[]): Body {
  return lists.reduce((changed, { name }) => {
    const value = bodyValueAt(changed, name);
    return Array.isArray(value) ? withBodyValue(changed, name, value.slice(0, -1)) : changed;
  }, given);
}

function withNulls(given: Body, removable: readonly Property[]): Body {
  return removable.reduce((changed, { name }) => withBodyValue(changed, name, null), given);
}

/** Null under the first name that each map has. */
function withoutEntries(
  given: Body,
  saved: JsonValue | undefined,
  maps: readonly Property[],
): Body {
  return maps.reduce((changed, { name }) => {
    const map = name.slice(0, -'.*'.length);
    const found = bodyValueAt(saved, map);
    const [first] = isObject(found) ? Object.keys(found) : [];
    return first === undefined ? changed : withBodyValue(changed, map, { [first]: null });
  }, given);
}
