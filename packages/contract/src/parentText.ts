import type { DescribedResource, Operation } from './description.ts';

type Parented = Pick<DescribedResource, 'parent' | 'above'>;
type PathValues = Readonly<Record<string, string>>;

/** The path parameters that name the parents of a resource, the outermost first. */
export function parentNames({ parent, above = [] }: Parented): readonly string[] {
  return parent === undefined ? [] : [...above, parent];
}

/** The parents of a resource that the path of an operation does not name. */
export function unnamedParents(
  resource: Parented,
  { parameters }: Pick<Operation, 'parameters'>,
): readonly string[] {
  return parentNames(resource).filter((name) =>
    parameters.every((one) => one.in !== 'path' || one.name !== name),
  );
}

/**
 * The texts of parents that only a deployment knows, by the values of each: of several, the first values belong together, then the
 * second ones; the last of a name that has fewer belongs to all that follow. None where some name has no value.
 */
export function parentTexts(
  resource: Parented,
  known: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const values = parentNames(resource).map((name) => known[name] ?? []);
  if (values.length === 0) return [''];
  if (values.some(({ length }) => length === 0)) return [];
  const count = Math.max(...values.map(({ length }) => length));
  return Array.from({ length: count }, (_, index) =>
    joined(values.map((all) => all[index] ?? all.at(-1) ?? '')),
  );
}

/**
 * The parents that a path names, as one text: empty for none, the value of a single one, and several joined by slashes, each
 * encoded as in a URL.
 */
export function parentTextIn(resource: Parented, path: PathValues): string {
  const values = parentNames(resource).map((name) =>
    Object.hasOwn(path, name) ? (path[name] ?? '') : '',
  );
  return joined(values);
}

/** The path parameters that a text of {@link parentTextIn} stands for. */
export function parentPath(resource: Parented, text: string): Record<string, string> {
  const names = parentNames(resource);
  const values = names.length < 2 ? [text] : valuesIn(text);
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** The text of the parents of what stands below one thing. */
export function textBelow(
  resource: Parented,
  { parent, key }: { readonly parent: string; readonly key: string },
): string {
  const count = parentNames(resource).length;
  const outer = count === 0 ? [] : count === 1 ? [parent] : valuesIn(parent);
  return joined([...outer, key]);
}

/** Where the thing stands that one of the parameters of a path names. */
export function placeAbove<R extends DescribedResource>(
  { path: template }: Operation,
  { parameter, resource }: { readonly parameter: string; readonly resource: R },
  path: PathValues,
): { readonly resource: R; readonly parent: string; readonly key: string } {
  const names = [...template.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) => name ?? []);
  const before = names.slice(0, names.indexOf(parameter));
  const count = parentNames(resource).length;
  // What the path leaves open is known by the name that the resource has for it.
  const outer =
    count === 0
      ? []
      : (before.length < count ? parentNames(resource) : before.slice(-count)).map(
          (name) => path[name] ?? '',
        );
  return { resource, parent: joined(outer), key: path[parameter] ?? '' };
}

function joined(values: readonly string[]): string {
  return values.length < 2 ? (values[0] ?? '') : values.map(encodeURIComponent).join('/');
}

function valuesIn(text: string): readonly string[] {
  return text.split('/').map(decodeURIComponent);
}
