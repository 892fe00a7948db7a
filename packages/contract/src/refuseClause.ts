import type { ClauseList } from './clauseList.ts';
import type { Allowed, Clause, Outcome, RuleKind } from './contract.ts';
import type { Draft } from './draft.ts';
import type { OperationEntry } from './readOperation.ts';
import { outcomeFor } from './scope.ts';
import type { Scope } from './scope.ts';

/** A rule that a request can break. `breach` completes "a request …". */
export interface Breach {
  readonly kind: RuleKind;
  readonly breach: string;
  readonly scope: Scope;
  readonly pointer: string;
  /** The rows of the place that says the rule; those of the outcome are added. */
  readonly source: readonly string[];
  readonly about?: Pick<Clause, 'element' | 'in' | 'value'>;
  /** A kind of rule that a document need not speak of: without an outcome, no clause. */
  readonly optional?: true;
  /** An outcome that is declared elsewhere than under x-outcomes. */
  readonly outcome?: Outcome;
}

/** Adds the clause of group `refuse` for one rule; a mistake where no outcome is declared for a rule that needs one. */
export function addRefuseClause(
  entry: OperationEntry,
  rule: Breach,
  clauses: ClauseList,
  draft: Draft,
): void {
  const { kind, scope, pointer } = rule;
  const { id } = entry.operation;
  const outcome = rule.outcome ?? outcomeFor(scope, kind);
  if (outcome === undefined) {
    if (rule.optional !== true)
      draft.problem(
        pointer,
        `no x-outcomes says what ${id} may answer to a request that breaks the rule ${kind}`,
      );
    return;
  }
  if (kind !== 'method') checkStatuses(entry, outcome, kind, pointer, draft);
  const binding = outcome.binding === 'SHOULD' || scope.binding === 'SHOULD' ? 'SHOULD' : 'MUST';
  clauses.add(pointer, {
    group: 'refuse',
    kind,
    operation: id,
    ...rule.about,
    binding,
    source: [...rule.source, ...outcome.source],
    text: `${id}: a request ${rule.breach} ${binding === 'MUST' ? 'is' : 'should be'} ${describeOutcome(outcome)}.`,
    outcome,
  });
}

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
  if (allowed.field !== undefined)
    return `${allowed.status} naming the property at ${allowed.field}`;
  return allowed.without === undefined
    ? String(allowed.status)
    : `${allowed.status} without ${allowed.without}`;
}
