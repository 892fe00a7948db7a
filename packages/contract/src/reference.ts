import { isObject } from './json.ts';
import { valueAt } from './pointer.ts';

/** The object that a local reference (`#/components/…`) names, and its JSON pointer; undefined where it names none. */
export function targetOf(
  root: unknown,
  reference: string,
): { readonly node: Readonly<Record<string, unknown>>; readonly pointer: string } | undefined {
  if (!reference.startsWith('#')) return undefined;
  try {
    const pointer = decodeURIComponent(reference.slice(1));
    const node = pointer === '' || pointer.startsWith('/') ? valueAt(root, pointer) : undefined;
    return isObject(node) ? { node, pointer } : undefined;
  } catch {
    return undefined;
  }
}
