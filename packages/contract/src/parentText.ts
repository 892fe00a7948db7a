import type { DescribedResource, Operation } from './description.ts';

type Parented = Pick<DescribedResource, 'parent' | 'above'>;
type PathValues = Readonly<Record<string, string>>;

/** The path parameters that name the parents of a resource, the outermost first. */
export function parentNames({ parent, above = [] }: Parented): readonly string[] {
  return parent === undefined ? [] : [...above, parent];
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
  const outer = count === 0 ? [] : before.slice(-count).map((name) => path[name] ?? '');
  return { resource, parent: joined(outer), key: path[parameter] ?? '' };
}

function joined(values: readonly string[]): string {
  return values.length < 2 ? (values[0] ?? '') : values.map(encodeURIComponent).join('/');
}

function valuesIn(text: string): readonly string[] {
  return text.split('/').map(decodeURIComponent);
}
