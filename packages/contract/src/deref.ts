import { withChosenMedia } from './chosenMedia.ts';
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

/** Where a schema that contains itself is cut off: anything is right there, and no check looks at it. */
const openEnd = 'It contains itself. What is inside is left open.';

/** Whether a schema stands where one that contains itself was cut off. */
export function isOpenEnd(schema: Readonly<Record<string, unknown>>): boolean {
  return schema['$comment'] === openEnd;
}

/** What is read of an object: of a body, one media type. */
export function readable(
  node: Readonly<Record<string, unknown>>,
  place: NodeType,
): Readonly<Record<string, unknown>> {
  return place === 'requestBody' || place === 'response' ? withChosenMedia(node) : node;
}

/** The places in a schema of what is inside of a value: only through them may a schema contain itself. */
const insidePlace = /\/properties\/[^/]+$|\/(?:items|additionalProperties)$/;

/** Replaces every reference of a document by what it names, and collects the mistakes instead of throwing them. */
export function resolve(root: Readonly<Record<string, unknown>>): Resolved {
  const problems: Problem[] = [];
  const pointers = new Map<object, string>();
  // What contains itself is resolved twice: by itself, and once more inside of itself, where it ends.
  const done = { outside: new Map<object, unknown>(), inside: new Map<object, unknown>() };
  /** Objects that are being resolved, and how deep inside of a value each stands. */
  const open = { outside: new Map<object, number>(), inside: new Map<object, number>() };
  let where: 'outside' | 'inside' = 'outside';
  let depth = 0;
  const wrong = (pointer: string, expected: string): void => {
    problems.push({ pointer, reason: `is not ${expected}` });
  };

  function visit(node: unknown, place: NodeType, pointer: string): unknown {
    if (!isObject(node)) {
      wrong(pointer, 'an object');
      return {};
    }
    if (done[where].has(node)) return done[where].get(node);
    if (open[where].has(node)) {
      problems.push({ pointer, reason: 'contains itself; only a value may, inside of it' });
      return {};
    }
    const isInside = place === 'schema' && insidePlace.test(pointer);
    if (isInside) depth += 1;
    open[where].set(node, depth);
    const result =
      typeof node['$ref'] === 'string'
        ? follow(node, node['$ref'], place, pointer)
        : mapChildren(readable(node, place), place, pointer, visit, wrong);
    open[where].delete(node);
    if (isInside) depth -= 1;
    done[where].set(node, result);
    if (!pointers.has(result)) pointers.set(result, pointer);
    return result;
  }

  /** What a reference names: once more inside of itself, where a value contains itself, and then no more. */
  function visitTarget(target: unknown, place: NodeType, pointer: string): unknown {
    const opened = isObject(target) ? open[where].get(target) : undefined;
    if (opened === undefined || opened === depth || place !== 'schema')
      return visit(target, place, pointer);
    if (where === 'inside') {
      const end = { $comment: openEnd };
      pointers.set(end, pointer);
      return end;
    }
    where = 'inside';
    const result = visit(target, place, pointer);
    where = 'outside';
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
    const resolved = visitTarget(target.node, place, target.pointer);
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
 * extension key) overrides its target. A schema that contains itself is there
 * once more, and then left open. Throws `ContractError` for a dangling or foreign reference, and for one to itself.
 */
export function deref(document: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(document)) throw new ContractError([{ pointer: '', reason: 'is not an object' }]);
  const resolved = resolve(document);
  if (resolved.problems.length > 0) throw new ContractError(resolved.problems);
  return resolved.document;
}
