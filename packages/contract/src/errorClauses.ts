import type { ClauseList } from './clauseList.ts';
import type { ResponseKind, Binding, Contract } from './contract.ts';
import type { PropertyEntry } from './readProperties.ts';
import type { OperationEntry } from './readOperation.ts';

/**
 * Adds the clauses for the error responses of one operation, all of them together: which errors a server can be brought to
 * answer is not known beforehand. What only SHOULD be in them has a clause of its own.
 */
export function addErrorClauses(
  { operation, scope, pointer, ...entry }: OperationEntry,
  errors: Contract['errors'],
  clauses: ClauseList,
): void {
  const add = (
    kind: ResponseKind,
    text: string,
    source: readonly string[],
    binding: Binding,
    element?: string,
  ): void =>
    clauses.add(pointer, {
      group: 'response',
      kind,
      operation: operation.id,
      ...(element === undefined ? {} : { element }),
      binding,
      source,
      text: `${operation.id}: ${text}.`,
    });

  const responses = entry.responses.filter(({ response }) => response.status >= 400);
  const withBody = responses.filter(({ body }) => body !== undefined);
  const properties = withBody.flatMap(({ body }) => body?.entries ?? []);
  if (withBody.length > 0) {
    const rows = [
      ...withBody.flatMap(({ response, body }) => [
        ...response.source,
        ...response.headers.flatMap(({ source }) => source),
        ...(body?.root.property.source ?? []),
      ]),
      ...properties.filter(isMust).flatMap(({ property }) => property.source),
    ];
    const text =
      'every error response has the headers and the body that its status is documented with';
    add('errorBody', text, rows, scope.binding);
  }
  const should = properties.filter((found) => !isMust(found)).map(({ property }) => property);
  const outermost = Map.groupBy(should, ({ name }) => name.split(/[.[]/, 1).join(''));
  for (const [name, within] of outermost) {
    const rows = within.flatMap(({ source }) => source);
    add('errorBody', `${name} in an error response should be as documented`, rows, 'SHOULD', name);
  }
  const names = responses.filter(({ response }) => response.error !== undefined);
  if (errors.paired && names.length > 0) {
    const text = 'every error response has a status and an error name that are documented together';
    add('errorPair', text, errors.source, scope.binding);
  }
}

function isMust({ property }: PropertyEntry): boolean {
  return property.binding === 'MUST';
}
