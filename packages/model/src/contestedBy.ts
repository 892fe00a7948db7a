import { isObject, type JsonValue, type Operation, type RequestBody } from '@oidc-admin/contract';
import type { ClauseIndex } from './clauseIndex.ts';
import type { Broken } from './model.ts';

const none: readonly never[] = Object.freeze([]);

/** Says which contested alternatives a right body satisfies, where it satisfies no other one. */
export function contestedBy(
  { id }: Operation,
  { alternatives }: RequestBody,
  clauses: ClauseIndex,
): (value: JsonValue) => readonly Broken[] {
  const known = alternatives.map((names) => {
    const own = names.filter((name) => alternatives.some((other) => !other.includes(name)));
    const clause = clauses.find(id, 'contested', { element: own.join('+') || '$' })?.id;
    const message = `Not every server takes ${own.join(', ')} alone.`;
    const broken = clause && ({ clause, kind: 'contested', location: ['body'], message } as const);
    return { names, broken };
  });
  if (known.every(({ broken }) => broken === undefined)) return () => none;
  return (value) => {
    if (!isObject(value)) return none;
    const satisfied = known
      .filter(({ names }) => names.every((name) => Object.hasOwn(value, name)))
      .map(({ broken }) => broken);
    return satisfied.every((broken) => broken !== undefined && broken !== '') ? satisfied : none;
  };
}
