import { below, isObject, valueAt } from '@oidc-admin/contract';
import type { Misspelling } from './checkWords.ts';
import { nearest } from './nearest.ts';

/** The parameters in the braces of each path against those that stand below it, each path once. */
export function checkPaths(document: unknown): readonly Misspelling[] {
  if (!isObject(document) || !isObject(document['paths'])) return [];
  return Object.entries(document['paths']).flatMap(([route, item]) => {
    if (!isObject(item)) return [];
    const pointer = below('', 'paths', route);
    if (/[{}]/.test(route.replaceAll(/\{[^{}]+\}/g, '')))
      return [{ pointer, reason: `a brace of the path ${route} has no other one` }];
    const named = [...route.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) => name ?? []);
    const lists = [item, ...Object.values(item)].map((one) =>
      isObject(one) ? one['parameters'] : undefined,
    );
    const given = [
      ...new Set(lists.flatMap((list) => (Array.isArray(list) ? namesIn(document, list) : []))),
    ];
    const lacking = named.filter((name) => !given.includes(name));
    const spare = given.filter((name) => !named.includes(name));
    if (lacking.length === 0 || spare.length === 0) return [];
    const [name = ''] = lacking;
    const right = nearest(name, spare) ?? (spare.length === 1 ? spare[0] : undefined);
    return [
      {
        pointer,
        reason: `no parameter of this path is called ${name}${right === undefined ? '' : `; nearest: ${right}`}`,
      },
    ];
  });
}

function namesIn(
  document: Readonly<Record<string, unknown>>,
  list: readonly unknown[],
): readonly string[] {
  return list.flatMap((one) => {
    const reference = isObject(one) ? one['$ref'] : undefined;
    const parameter =
      typeof reference === 'string' && reference.startsWith('#/')
        ? valueAt(document, reference.slice(1))
        : one;
    return isObject(parameter) &&
      parameter['in'] === 'path' &&
      typeof parameter['name'] === 'string'
      ? [parameter['name']]
      : [];
  });
}
