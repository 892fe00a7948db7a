import { camelName, singular, wordsInName } from './names.ts';
import type { ForeignOperation } from './openApi.ts';

/** The operations on what stands below one route. */
export interface Group {
  /** The route without the key at its end. */
  readonly base: string;
  readonly onCollection: ForeignOperation[];
  readonly onItem: ForeignOperation[];
  parameter?: string;
  /** The path parameters that name what its things stand below, where its base does not. */
  parents?: readonly string[];
}

/** A route without the parameter at its end, and that parameter; it may stand in brackets: `/things({id})`, as in OData. */
export function staticBase(route: string): { readonly base: string; readonly parameter?: string } {
  const trimmed = route.replace(/\/+$/, '');
  const [, base, own, , inBrackets] =
    /^(.*)(?:\/\{([^{}/]+)\}|\(('?)\{([^{}/]+)\}\3\))$/.exec(trimmed) ?? [];
  const parameter = own ?? inBrackets;
  return base === undefined || parameter === undefined ? { base: trimmed } : { base, parameter };
}

/**
 * The base of a route: of `/things/uid/{uid}` it is `/things`, where nothing else is under `/things/uid` and `/things`; and so
 * it is of `POST /things/create`.
 */
function baseOf(
  { method, route }: ForeignOperation,
  routes: ReadonlySet<string>,
): ReturnType<typeof staticBase> {
  const found = staticBase(route);
  const { base, parameter } = found;
  const [, before, word = ''] = /^(.*)\/([^/{}]+)$/.exec(base) ?? [];
  if (before === undefined) return found;
  if (parameter === undefined)
    return method === 'post' && word === 'create' && routes.has(namelessRoute(before))
      ? { base: before }
      : found;
  const isNamed = wordsInName(word).join() === wordsInName(parameter).slice(-1).join();
  const place = namelessRoute(before);
  return isNamed &&
    routes.has(place) &&
    !routes.has(namelessRoute(base)) &&
    !routes.has(`${place}/{}`)
    ? { base: before, parameter }
    : found;
}

/** The operations of a document by the routes that they are below. */
export function groupsOf(operations: readonly ForeignOperation[]): readonly Group[] {
  const groups = new Map<string, Group>();
  const routes = new Set(operations.map(({ route }) => namelessRoute(route.replace(/\/+$/, ''))));
  for (const operation of operations) {
    const { base, parameter } = baseOf(operation, routes);
    const group = groups.get(base) ?? { base, onCollection: [], onItem: [] };
    groups.set(base, group);
    if (parameter === undefined) group.onCollection.push(operation);
    else {
      group.onItem.push(operation);
      group.parameter ??= parameter;
    }
  }
  return [...groups.values()];
}

/** One name for each group: its last word that is no parameter; where two are alike, the words before as well. */
export function namesOf(groups: readonly Group[]): ReadonlyMap<string, string> {
  const words = new Map(
    groups.map(({ base, parameter }) => {
      const parts = base.split('/').filter((part) => part !== '' && !part.startsWith('{'));
      const named = parts.map((part) => wordsInName(part));
      const last = named.at(-1) ?? ['thing'];
      const one =
        parameter === undefined ? last : [...last.slice(0, -1), singular(last.at(-1) ?? '')];
      return [base, [...named.slice(0, -1).map((part) => part.map(singular)), one]] as const;
    }),
  );
  const named = (parts: readonly (readonly string[])[], length: number): string =>
    camelName(parts.slice(-length).flat());
  // How many have a name of so many words.
  const counts: Map<string, number>[] = [];
  const isTaken = (name: string, length: number): boolean => {
    const all = counts[length] ?? new Map<string, number>();
    if (counts[length] === undefined)
      for (const parts of words.values()) {
        const one = named(parts, length);
        all.set(one, (all.get(one) ?? 0) + 1);
      }
    counts[length] = all;
    return (all.get(name) ?? 0) > 1;
  };
  const names = new Map<string, string>();
  const known = new Set<string>();
  for (const [base, parts] of words) {
    let length = 1;
    while (length < parts.length && isTaken(named(parts, length), length)) length += 1;
    const own = named(parts, length);
    let name = own;
    for (let count = 2; known.has(name); count += 1) name = `${own}${count}`;
    names.set(base, name);
    known.add(name);
  }
  return names;
}

const parameterPattern = /\{([^{}/]+)\}/g;

export function parametersIn(route: string): readonly string[] {
  return [...route.matchAll(parameterPattern)].flatMap(([, name]) => name ?? []);
}

/** A route without the names of its parameters. */
export function namelessRoute(route: string): string {
  return route.replaceAll(parameterPattern, '{}');
}
