import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { isJsonObject } from './openApi.ts';

/** A collection that is written shorter than this stands on one line. */
const onOneLine = 90;

/** What each node with an anchor says from now on: an alias stays where it is to say the same. */
type Anchored = Map<unknown, unknown>;

/** Gives a YAML document another content; what stays the same keeps its comments, order and style. */
export function mergeInto(document: Document, after: unknown): void {
  const contents = merged(document, document.contents, after, new Map());
  document.contents = contents as typeof document.contents;
}

function merged(
  document: Document,
  own: Node | null | undefined,
  after: unknown,
  anchored: Anchored,
): Node {
  if (isAlias(own)) {
    const target = own.resolve(document);
    const isSame = anchored.has(target) && isDeepStrictEqual(anchored.get(target), after);
    return isSame ? own : nodeOf(document, after);
  }
  if (own?.anchor !== undefined) anchored.set(own, after);
  if (isMap(own) && isJsonObject(after)) {
    mergeMap(document, own, after, anchored);
    return own;
  }
  if (isSeq(own) && Array.isArray(after)) {
    const items = after.map((item: unknown, index) =>
      merged(document, own.items[index] as Node | undefined, item, anchored),
    );
    own.items.splice(0, own.items.length, ...items);
    return own;
  }
  if (isScalar(own) && own.value === after) return own;
  const made = nodeOf(document, after);
  if (isScalar(own) && isScalar(made)) {
    made.comment = own.comment ?? null;
    made.commentBefore = own.commentBefore ?? null;
  }
  return made;
}

function mergeMap(document: Document, map: YAMLMap, after: object, anchored: Anchored): void {
  const keys = Object.keys(after);
  map.items = map.items.filter(({ key }) => keys.includes(nameOf(key)));
  for (const [index, key] of keys.entries()) {
    const value = (after as Readonly<Record<string, unknown>>)[key];
    const pair = map.items.find((item) => nameOf(item.key) === key);
    if (pair !== undefined) {
      pair.value = merged(document, pair.value as Node | null, value, anchored);
      continue;
    }
    const next = new Set(keys.slice(index + 1));
    const before = map.items.findIndex((item) => next.has(nameOf(item.key)));
    const added = document.createPair(key, nodeOf(document, value));
    if (/^[1-5]\d\d$/.test(key) && isScalar(added.key)) added.key.type = Scalar.QUOTE_SINGLE;
    map.items.splice(before === -1 ? map.items.length : before, 0, added);
  }
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function nodeOf(document: Document, value: unknown): Node {
  const node = document.createNode(value, { aliasDuplicateObjects: false });
  visit(node, {
    Collection: (_, collection) => {
      collection.flow = JSON.stringify(collection.toJS(document)).length <= onOneLine;
    },
    Pair: (_, { key }) => {
      if (isScalar(key) && /^[1-5]\d\d$/.test(String(key.value))) key.type = Scalar.QUOTE_SINGLE;
    },
  });
  return node;
}

/** Calls routes otherwise, so that what belongs to them stays theirs. `routes` has the old name of each new one. */
export function renameRoutesIn(document: Document, routes: ReadonlyMap<string, string>): void {
  const paths = document.get('paths', true);
  if (!isMap(paths)) return;
  for (const [called, old] of routes) {
    const pair = paths.items.find(({ key }) => nameOf(key) === old);
    if (pair !== undefined && isScalar(pair.key)) pair.key.value = called;
  }
}

/** Takes away the style of JSON, so that the document reads like YAML. */
export function asYaml(document: Document): void {
  visit(document, {
    Node: (_, node) => {
      if (isCollection(node)) node.flow = false;
      else if (isScalar(node)) delete node.type;
    },
  });
}
