import {
  isNested,
  isObject,
  type ElementNode,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import { treeOf } from '../checks/bodies.ts';

type Values = Readonly<Record<string, JsonValue>>;

/** The body that brings back what was there `before` by a merge: null stands for what is `there` now and was not then. */
export function mergeBack({ body }: Operation, there: Values, before: Values): Values {
  const properties = body?.properties ?? [];
  // What a read does not show, such as a secret, may have been added as well.
  const removable = properties.filter(
    ({ name, types, required }) => !isNested(name) && !required && types.includes('null'),
  );
  const nulls = Object.fromEntries(removable.map(({ name }) => [name, null]));
  return { ...nulls, ...merged(treeOf(properties), there, before) };
}

function merged(node: ElementNode, there: Values, before: Values): Values {
  const names = new Set([...Object.keys(there), ...Object.keys(before)]);
  const entries = [...names].flatMap((name): [string, JsonValue][] => {
    const inner = node.inner.get(name) ?? node.values;
    const { [name]: old } = before;
    const { [name]: now } = there;
    if (old === undefined && inner?.item?.types.includes('null') === true) return [[name, null]];
    const isInside = isObject(now) && (old === undefined || isObject(old));
    if (inner === undefined || !isInside) return old === undefined ? [] : [[name, old]];
    return [[name, merged(inner, now, old ?? {})]];
  });
  return Object.fromEntries(entries);
}

/** The properties that a merge can add to what was there `before`, and that no merge can remove again. */
export function addedForEver({ body }: Operation, before: Values): readonly string[] {
  const inside = (node: ElementNode, values: Values): readonly string[] =>
    [...node.inner].flatMap(([name, inner]) => {
      const { [name]: value } = values;
      if (value === undefined)
        return inner.item?.types.includes('null') === true ? [] : [inner.name];
      return isObject(value) ? inside(inner, value) : [];
    });
  return inside(treeOf(body?.properties ?? []), before);
}
