import { isObject } from './json.ts';
import type { RawDocument, RawResponse } from './rawDocument.ts';

/** Every status that some rule of a document names in what it allows. */
export function namedStatuses(document: RawDocument): ReadonlySet<number> {
  const named = new Set<number>();
  const visited = new Set<object>();
  function visit(node: unknown): void {
    if (typeof node !== 'object' || node === null || visited.has(node)) return;
    visited.add(node);
    const lists = isObject(node) ? [node['allow'], node['warn']] : [];
    for (const entry of lists.flat()) {
      const status: unknown = isObject(entry) ? entry['status'] : entry;
      if (typeof status === 'number') named.add(status);
    }
    for (const inner of Object.values(node)) visit(inner);
  }
  visit(document);
  return named;
}

/**
 * The responses of an operation by status. A range (`4XX`, `5XX`, `default`) stands for each status that some rule names and that
 * has no response of its own; of two ranges, the one that says more.
 */
export function rangedResponses(
  responses: Readonly<Record<string, RawResponse>>,
  named: ReadonlySet<number>,
): readonly (readonly [status: number, response: RawResponse])[] {
  const own = Object.entries(responses).flatMap(([status, response]) =>
    /^\d+$/.test(status) ? [[Number(status), response] as const] : [],
  );
  const known = new Set(own.map(([status]) => status));
  const ranged = [...named].flatMap((status) => {
    const range = responses[`${Math.floor(status / 100)}XX`] ?? responses['default'];
    const isOwn = known.has(status) || status < 400;
    return isOwn || range === undefined ? [] : [[status, range] as const];
  });
  return [...own, ...ranged];
}
