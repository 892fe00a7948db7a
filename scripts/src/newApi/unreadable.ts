import { pointerSteps } from '@oidc-admin/contract';
import {
  type ForeignObject,
  type ForeignOperation,
  foreignOperations,
  foreignPointer,
  isJsonObject,
  objectOf,
  type Path,
  referenceSteps,
} from './openApi.ts';
import { placeBefore } from './parameterPlaces.ts';
import type { Routes } from './renameParameters.ts';
import { type EditableObject, editableAt } from './tidyDocument.ts';

/** What cannot be read of a document, and the operations that need it. */
export interface LeftOut {
  /** Where it stands in the document as it was given. */
  readonly path: Path;
  readonly text: string;
  /** The operations, as they are called in the document as it was given. */
  readonly operations: readonly Path[];
}

/** A document that was described, as far as the contract could read it. */
interface Described {
  readonly document: EditableObject;
  readonly problems: readonly { readonly pointer: string; readonly reason: string }[];
  readonly routes: Routes;
}

/** The most operations that a sentence names. */
const named = 5;

/**
 * The operations that have something to do with what the contract cannot read. None where nothing would be left without
 * them, or where some problem belongs to no operation: then the document cannot join.
 */
export function unreadable(
  { document, problems, routes }: Described,
  given: ForeignObject,
): readonly LeftOut[] {
  if (problems.length === 0) return [];
  const users = usersOf(document as ForeignObject);
  const all = foreignOperations(document as ForeignObject);
  const gone = new Set<string>();
  const places = problems.flatMap(({ pointer, reason }) => {
    const two = alikeIn(reason);
    if (two === undefined) return [{ path: pointerSteps(pointer), pointer, reason }];
    // One path may be like several others, and goes but once.
    if (two.some((route) => gone.has(route))) return [];
    const route = lesserOf(two, all);
    gone.add(route);
    return [{ path: ['paths', route], pointer, reason }];
  });
  const out = places.map(({ path, pointer, reason }) => {
    const behind = operationsBehind(document as ForeignObject, path, all, users);
    const calls = behind.map(({ method, route }) => `${method.toUpperCase()} ${route}`);
    const more = calls.length - named;
    const list = `${calls.slice(0, named).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    // What describes a resource stands in the copy only.
    const place = path[0] === 'x-resources' ? (behind[0]?.path ?? path) : path;
    return {
      path: asGiven(placeBefore(document, place), routes),
      text: `${reason} at ${pointer}: what needs it is left out of the copy (${list})`,
      operations: behind.map((operation) => asGiven(operation.path, routes)),
    };
  });
  if (out.some(({ operations }) => operations.length === 0)) return [];
  const leftOut = new Set(out.flatMap(({ operations }) => operations.map(foreignPointer)));
  return foreignOperations(given).every(({ path }) => leftOut.has(foreignPointer(path))) ? [] : out;
}

/** The two paths that one URL may fit; undefined where a reason speaks of something else. */
function alikeIn(reason: string): readonly [string, string] | undefined {
  const [, first, second] = /two ambiguous paths: `([^`]+)` and `([^`]+)`/.exec(reason) ?? [];
  return first === undefined || second === undefined ? undefined : [first, second];
}

/** The one of two paths that has fewer operations. */
function lesserOf(
  [first, second]: readonly [string, string],
  all: readonly ForeignOperation[],
): string {
  const countOf = (wanted: string): number => all.filter(({ route }) => route === wanted).length;
  return countOf(first) < countOf(second) ? first : second;
}

/** A document without some of its operations. The one that is given stays as it is. */
export function withoutUnreadable(given: ForeignObject, out: readonly LeftOut[]): ForeignObject {
  const document = structuredClone(given) as EditableObject;
  const paths = editableAt(document, ['paths']);
  for (const [, route = '', method = ''] of out.flatMap(({ operations }) => operations)) {
    const item = objectOf(paths[route]) as EditableObject;
    delete item[method];
    if (!Object.values(item).some((value) => objectOf(value)['responses'] !== undefined))
      delete paths[route];
  }
  return document as ForeignObject;
}

function asGiven([first = '', route, ...rest]: Path, routes: Routes): Path {
  if (route === undefined) return [first];
  return [first, first === 'paths' ? (routes.get(route) ?? route) : route, ...rest];
}

/** What refers to each component, by its pointer: other components, and operations by theirs. */
function usersOf(document: ForeignObject): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  const visit = (node: unknown, user: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      const steps = key === '$ref' ? referenceSteps(value) : undefined;
      if (steps === undefined) visit(value, user);
      else {
        const target = foreignPointer(steps.slice(0, 3));
        users.set(target, (users.get(target) ?? new Set()).add(user));
      }
    }
  };
  for (const [section, entries] of Object.entries(objectOf(document['components'])))
    for (const [name, component] of Object.entries(objectOf(entries)))
      visit(component, foreignPointer(['components', section, name]));
  for (const [route, item] of Object.entries(objectOf(document['paths'])))
    for (const [key, value] of Object.entries(objectOf(item)))
      visit(value, foreignPointer(['paths', route, key]));
  return users;
}

function operationsBehind(
  document: ForeignObject,
  path: Path,
  all: readonly ForeignOperation[],
  users: ReadonlyMap<string, ReadonlySet<string>>,
): readonly ForeignOperation[] {
  const [first, second = '', third = ''] = path;
  if (first === 'x-resources')
    return all.filter(({ data }) => Object.values(objectOf(data['x-action'])).includes(second));
  if (first === 'components' && second === 'securitySchemes')
    return all.filter(({ data }) => signsInBy(data['security'] ?? document['security'], third));
  const places = new Set([foreignPointer(path.slice(0, 3))]);
  // A set goes on to what is added to it meanwhile.
  for (const place of places) for (const user of users.get(place) ?? []) places.add(user);
  return all.filter(
    ({ path: own, route }) =>
      places.has(foreignPointer(own)) ||
      places.has(foreignPointer(['paths', route])) ||
      places.has(foreignPointer(['paths', route, 'parameters'])),
  );
}

function signsInBy(security: unknown, scheme: string): boolean {
  return (
    Array.isArray(security) &&
    (security as readonly unknown[]).some((one) => isJsonObject(one) && scheme in one)
  );
}
