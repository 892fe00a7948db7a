import { below } from '@oidc-admin/contract';

const texts: ReadonlySet<string> = new Set(['description', 'summary', 'title']);

/** A document without our keys, for other people's tools. */
export function plainCopy(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plainCopy);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !key.startsWith('x-'))
      .map(([key, value]: [string, unknown]) => [key, plainCopy(value)]),
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
