import { ContractError, type Problem } from './contractError.ts';
import { mapChildren, type NodeType } from './grammar.ts';
import { isObject } from './json.ts';
import { targetOf } from './reference.ts';

/** A document without references. `pointers` has the place of each of its objects in the original. */
export interface Resolved {
  readonly document: Readonly<Record<string, unknown>>;
  readonly pointers: ReadonlyMap<object, string>;
  readonly problems: readonly Problem[];
}

/** Keywords that say nothing about values: beside a reference they override what its target says. */
const annotations = new Set([
  'title',
  'description',
  'summary',
  'default',
  'example',
  'examples',
  'deprecated',
]);

/** Replaces every reference of a document by what it names, and collects the mistakes instead of throwing them. */
export function resolve(root: Readonly<Record<string, unknown>>): Resolved {
  const problems: Problem[] = [];
  const pointers = new Map<object, string>();
  const done = new Map<object, unknown>();
  const open = new Set<object>();
  const wrong = (pointer: string, expected: string): void => {
    problems.push({ pointer, reason: `is not ${expected}` });
  };

  function visit(node: unknown, place: NodeType, pointer: string): unknown {
    if (!isObject(node)) {
      wrong(pointer, 'an object');
      return {};
    }
    if (done.has(node)) return done.get(node);
    if (open.has(node)) {
      problems.push({ pointer, reason: 'contains itself; write it without recursion' });
      return {};
    }
    open.add(node);
    const result =
      typeof node['$ref'] === 'string'
        ? follow(node, node['$ref'], place, pointer)
        : mapChildren(node, place, pointer, visit, wrong);
    open.delete(node);
    done.set(node, result);
    if (!pointers.has(result)) pointers.set(result, pointer);
    return result;
  }

  function follow(
    node: Readonly<Record<string, unknown>>,
    reference: string,
    place: NodeType,
    pointer: string,
  ): Readonly<Record<string, unknown>> {
    const target = targetOf(root, reference);
    if (target === undefined) {
      const reason = reference.startsWith('#')
        ? `the reference ${reference} names nothing`
        : `the reference ${reference} leaves the document; only '#/…' is followed`;
      problems.push({ pointer, reason });
      return {};
    }
    const resolved = visit(target.node, place, target.pointer);
    const { $ref: _, ...beside } = node;
    if (!isObject(resolved) || Object.keys(beside).length === 0)
      return isObject(resolved) ? resolved : {};
    const own = mapChildren(beside, place, pointer, visit, wrong);
    for (const key of Object.keys(own)) {
      if (!annotations.has(key) && !key.startsWith('x-') && Object.hasOwn(resolved, key))
        problems.push({
          pointer,
          reason: `${key} stands beside ${reference} and in it; say it once`,
        });
    }
    return Object.fromEntries([...Object.entries(resolved), ...Object.entries(own)]);
  }

  const document = visit(root, 'document', '');
  return { document: isObject(document) ? document : {}, pointers, problems };
}

/**
 * The document with every local reference replaced by what it names; what is beside a reference (a description, an
 * extension key) overrides its target. Throws `ContractError` for a dangling, foreign or recursive reference.
 */
export function deref(document: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(document)) throw new ContractError([{ pointer: '', reason: 'is not an object' }]);
  const resolved = resolve(document);
  if (resolved.problems.length > 0) throw new ContractError(resolved.problems);
  return resolved.document;
}
