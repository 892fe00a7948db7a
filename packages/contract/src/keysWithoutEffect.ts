import type { Problem } from './contractError.ts';
import { contractOfResolved } from './contractOf.ts';
import { resolve } from './deref.ts';
import { below } from './pointer.ts';

type Editable = Record<string, unknown>;

/** Keys of a document below which there are only values. */
const holdsData: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'const', 'enum']);

/**
 * The extension keys of a right document that change nothing: the contract is derived again without each of them, without
 * each kind of `x-outcomes` and without each word of `x-untested`. Objects that stand at several places (aliases of YAML) are
 * one text, and lose the key at all of them.
 */
export function keysWithoutEffect(document: Readonly<Record<string, unknown>>): readonly Problem[] {
  const copy = structuredClone(document) as Editable;
  const whole = derived(copy);
  const problems: Problem[] = [];
  const visited = new Set<object>();

  const tryWithout = (node: Editable, key: string, value: unknown, pointer: string): void => {
    const before = node[key];
    if (value === undefined) delete node[key];
    else node[key] = value;
    if (derived(copy) === whole)
      problems.push({
        pointer,
        reason: `${pointer.split('/').at(-1)} changes nothing; leave it out`,
      });
    node[key] = before;
  };

  function visit(node: unknown, pointer: string): void {
    if (typeof node !== 'object' || node === null || visited.has(node)) return;
    visited.add(node);
    for (const [key, value] of Object.entries(node)) {
      const at = below(pointer, key);
      if (key.startsWith('x-')) tryKey(node as Editable, key, value, at);
      else if (!holdsData.has(key)) visit(value, at);
    }
  }

  function tryKey(node: Editable, key: string, value: unknown, pointer: string): void {
    const known = problems.length;
    tryWithout(node, key, undefined, pointer);
    if (problems.length > known) return;
    if (key === 'x-outcomes') {
      const outcomes = value as Editable;
      for (const kind of Object.keys(outcomes))
        tryWithout(outcomes, kind, undefined, below(pointer, kind));
    }
    if (key === 'x-untested' && Array.isArray(value)) {
      for (const [index, word] of value.entries())
        tryWithout(
          node,
          key,
          value.filter((other) => other !== word),
          below(pointer, index),
        );
    }
  }

  visit(copy, '');
  return problems;
}

/** Everything that engines read, as text; undefined where a document without something in it says nothing that can be read. */
function derived(document: Editable): string | undefined {
  try {
    const resolved = resolve(document);
    // The schemas themselves differ only by the keys.
    return JSON.stringify(contractOfResolved(resolved), (key, value: unknown) =>
      key === 'schema' ? undefined : value,
    );
  } catch {
    return undefined;
  }
}
