import { below } from '@oidc-admin/contract';
import { holdsData, holdsNames, isToolKey } from '../generate/openApiWords.ts';

const texts: ReadonlySet<string> = new Set(['description', 'summary', 'title']);
/** What is shown to people as a whole. */
const shown: ReadonlySet<string> = new Set(['example', 'examples', 'externalDocs', 'servers']);

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
  return changed(before, after, (key, value) =>
    texts.has(key) ? typeof value === 'string' : shown.has(key),
  );
}

/** The places at which our own keys say something else, by JSON pointer; but for where they say that it comes from. */
export function changedKeys(before: unknown, after: unknown): readonly string[] {
  return changed(before, after, (key, _, around) => isToolKey(key, around) && key !== 'x-source');
}

/** Whether what stands under a key is compared as a whole. `around` is the key under which it stands. */
type Chosen = (key: string, value: unknown, around: string) => boolean;

function changed(before: unknown, after: unknown, chosen: Chosen): readonly string[] {
  const [old, now] = [before, after].map((document) => {
    const found = new Map<string, string>();
    collect(document, '', '', chosen, found);
    return found;
  });
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].filter(
    (pointer) => old?.get(pointer) !== now?.get(pointer),
  );
}

function collect(
  node: unknown,
  pointer: string,
  around: string,
  chosen: Chosen,
  found: Map<string, string>,
): void {
  if (typeof node !== 'object' || node === null) return;
  const areNames = holdsNames.has(around);
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    const at = below(pointer, key);
    // A property may be called so; what describes it is no text.
    const isName = areNames && typeof value !== 'string';
    if (chosen(key, value, around) && (!isName || isToolKey(key, around)))
      found.set(at, JSON.stringify(value));
    else collect(value, at, areNames ? '' : key, chosen, found);
  }
}
