import { below } from '@oidc-admin/contract';
import { holdsData, holdsNames, isToolKey } from '../generate/openApiWords.ts';

const texts: ReadonlySet<string> = new Set(['description', 'summary', 'title']);

/**
 * A document without our keys, for other people's tools. A header or property that is only called so is kept. `around` is
 * the key under which the value stands, where that is none of somebody's names.
 */
export function plainCopy(node: unknown, around = ''): unknown {
  if (Array.isArray(node)) return node.map((item) => plainCopy(item));
  if (typeof node !== 'object' || node === null) return node;
  const areNames = holdsNames.has(around);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !isToolKey(key, around))
      .map(([key, value]: [string, unknown]) => [
        key,
        !areNames && holdsData.has(key) ? value : plainCopy(value, areNames ? '' : key),
      ]),
  );
}

/** The places at which two documents say something else to people, by JSON pointer. */
export function changedTexts(before: unknown, after: unknown): readonly string[] {
  const [old, now] = [textsIn(before, ''), textsIn(after, '')];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (pointer) => old.get(pointer) !== now.get(pointer),
  );
}

function textsIn(node: unknown, pointer: string, found = new Map<string, string>()) {
  if (typeof node !== 'object' || node === null) return found;
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    const at = below(pointer, key);
    if (texts.has(key) && typeof value === 'string') found.set(at, value);
    else textsIn(value, at, found);
  }
  return found;
}
