import type { Allowed, Outcome } from './description.ts';
import type { Draft } from './draft.ts';
import type { OperationEntry } from './entries.ts';

/** Every status of an outcome must be a documented response of the operation: clients and mocks know no other. */
export function checkStatuses(
  entry: OperationEntry,
  outcome: Outcome,
  rule: string,
  pointer: string,
  draft: Draft,
): void {
  const documented = new Set(entry.operation.responses.map(({ status }) => status));
  for (const allowed of [...outcome.allow, ...outcome.warn]) {
    if (
      'status' in allowed &&
      typeof allowed.status === 'number' &&
      !documented.has(allowed.status)
    )
      draft.problem(
        pointer,
        `the outcome of ${rule} names ${allowed.status}, which ${entry.operation.id} does not document`,
      );
  }
}

/** What an outcome allows, as the end of a sentence: "answered with 400 or 404". */
export function describeOutcome(outcome: Outcome): string {
  const statuses = outcome.allow.flatMap((allowed) =>
    'status' in allowed ? [describe(allowed)] : [],
  );
  const ways = outcome.allow.flatMap((allowed) => ('as' in allowed ? [describe(allowed)] : []));
  return [
    ...ways,
    ...(statuses.length === 0 ? [] : [`answered with ${statuses.join(' or ')}`]),
  ].join(' or ');
}

function describe(allowed: Allowed): string {
  if ('as' in allowed)
    return allowed.as === 'accepted' ? 'accepted' : 'taken as if the property were left out';
  const { status, field, without, with: values, name } = allowed;
  if (field !== undefined) return `${status} naming the property at ${field}`;
  if (name !== undefined) return `${status} ${name}`;
  if (values !== undefined)
    return `${status} with ${Object.entries(values)
      .map(([at, value]) => `${at} ${JSON.stringify(value)}`)
      .join(', ')}`;
  return without === undefined ? String(status) : `${status} without ${without}`;
}
