import type { InferredResource } from './inferred.ts';
import { camelName, singular, wordsInName } from './names.ts';
import { follow, isJsonObject, type ForeignObject, objectOf, plainText } from './openApi.ts';
import type { Remarks } from './remarks.ts';
import type { EditableObject } from './tidyDocument.ts';

/** A route of the copy, and what it is called in the file. */
export type Routes = ReadonlyMap<string, string>;

/**
 * Gives path parameters the names that the engines know them by: a key is called like its property, in path and body. That
 * changes nothing of what is sent, as names of path parameters never are. Answers the routes that are called otherwise now.
 */
export function renameParameters(
  document: EditableObject,
  resources: readonly InferredResource[],
  remarks: Remarks,
): Routes {
  const keys = new Map<string, string>();
  const parents = new Map<string, string>();
  for (const { key, actions } of resources) {
    if (key === undefined) continue;
    for (const { operation } of actions) {
      const places = placesIn(operation.route);
      const own = places.findLast(({ end }) => end === operation.route.replace(/\/+$/, ''));
      if (own !== undefined && own.name !== key.property) keys.set(own.end, key.property);
      for (const { end, name, before } of places)
        if (end !== own?.end && name === key.property) parents.set(end, ofParent(before, name));
    }
  }
  return renameRoutes(document, keys, parents, remarks);
}

/** A parameter of a route: `end` is the route up to it and with it, `before` the word in front of it. */
interface PlaceInRoute {
  readonly name: string;
  readonly end: string;
  readonly before: string;
}

function placesIn(route: string): readonly PlaceInRoute[] {
  return [...route.matchAll(/([^/{}]*)\/\{([^{}/]+)\}/g)].map((match) => ({
    name: match[2] ?? '',
    before: match[1] ?? '',
    end: route.slice(0, match.index + match[0].length),
  }));
}

function ofParent(before: string, name: string): string {
  const words = wordsInName(before);
  return camelName([
    ...words.slice(0, -1),
    singular(words.at(-1) ?? 'parent'),
    ...wordsInName(name),
  ]);
}

function renameRoutes(
  document: EditableObject,
  keys: ReadonlyMap<string, string>,
  parents: ReadonlyMap<string, string>,
  remarks: Remarks,
): Routes {
  const routes = new Map<string, string>();
  const paths = objectOf(document['paths']) as EditableObject;
  const taken = new Set(Object.keys(paths));
  const renamed = Object.entries(paths).map(([route, item]) => {
    const places = placesIn(route);
    // What stands above others is called so in every route below it; a key only in the routes that end with it.
    const mine = places.flatMap(({ end, name }) => {
      const isEnd = end === route.replace(/\/+$/, '');
      const wanted = (isEnd ? keys : parents).get(end);
      return wanted === undefined || wanted === name ? [] : [{ end, name, wanted }];
    });
    const called = mine
      .toReversed()
      .reduce(
        (text, { end, name, wanted }) =>
          `${end.slice(0, -name.length - 2)}{${wanted}}${text.slice(end.length)}`,
        route,
      );
    if (called === route) return [route, item] as const;
    if (taken.has(called)) {
      remarks.question(
        ['paths', route],
        `${route} and ${called} would be one route: which of them is meant? The copy does not rename the first`,
      );
      return [route, item] as const;
    }
    taken.add(called);
    for (const { name, wanted } of mine)
      remarks.guess(
        ['paths', route],
        `{${name}} in ${route} is called {${wanted}} in the copy, so that no two things have one name`,
      );
    routes.set(called, route);
    renameIn(
      document,
      item as ForeignObject,
      new Map(mine.map(({ name, wanted }) => [name, wanted])),
    );
    return [called, item] as const;
  });
  document['paths'] = Object.fromEntries(renamed);
  return routes;
}

/** Renames the path parameters of a path and its operations. One that is shared and called otherwise elsewhere is copied. */
function renameIn(
  document: EditableObject,
  item: ForeignObject,
  names: ReadonlyMap<string, string>,
): void {
  for (const holder of [item, ...Object.values(item)]) {
    const { parameters } = objectOf(holder) as EditableObject;
    if (!Array.isArray(parameters)) continue;
    for (const [index, given] of (parameters as ForeignObject[]).entries()) {
      const { path, data } = follow(document as ForeignObject, [], given);
      const wanted = data['in'] === 'path' ? names.get(plainText(data['name'])) : undefined;
      if (wanted === undefined) continue;
      if (path.length === 0) (given as EditableObject)['name'] = wanted;
      else parameters[index] = sharedAs(document, path.at(-1) ?? '', wanted);
    }
  }
}

function sharedAs(document: EditableObject, shared: string, wanted: string): EditableObject {
  const parameters = objectOf(objectOf(document['components'])['parameters']) as EditableObject;
  const copy = `${shared}-${wanted}`;
  const original = parameters[shared];
  if (parameters[copy] === undefined && isJsonObject(original))
    parameters[copy] = { ...structuredClone(original), name: wanted };
  return { $ref: `#/components/parameters/${copy}` };
}
