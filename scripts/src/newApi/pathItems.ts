import { follow, type ForeignObject, objectOf, type Path, plainText } from './openApi.ts';

/**
 * A document whose paths hold their operations themselves: what one refers to is written there. A path that refers to nothing is left
 * out. The document that is given stays as it is.
 */
export function withPathItems(given: ForeignObject): {
  readonly document: ForeignObject;
  /** What was left out, in words. */
  readonly unknown: readonly { readonly path: Path; readonly text: string }[];
} {
  const paths = Object.entries(objectOf(given['paths']));
  if (!paths.some(([, item]) => objectOf(item)['$ref'] !== undefined))
    return { document: given, unknown: [] };
  const unknown: { path: Path; text: string }[] = [];
  const whole = paths.flatMap(([route, item]) => {
    const { $ref: reference, ...own } = objectOf(item);
    if (reference === undefined) return [[route, item] as const];
    const target = follow(given, [], item);
    if (target.path.length > 0)
      return [[route, structuredClone({ ...target.data, ...own })] as const];
    unknown.push({
      path: ['paths', route],
      text: `which operations has ${route}? ${plainText(reference)} names nothing in this file: it is left out of the copy`,
    });
    return [];
  });
  const { pathItems: _, ...components } = objectOf(given['components']);
  return {
    document: { ...given, paths: Object.fromEntries(whole), components },
    unknown,
  };
}
