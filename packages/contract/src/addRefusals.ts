import type { ClauseList } from './clauseList.ts';
import type { Clause, RuleKind } from './contract.ts';
import type { Draft } from './draft.ts';
import type { OperationEntry } from './entries.ts';
import { kinds } from './kinds/index.ts';
import type { Found, KeywordDefinition, RefuseDefinition } from './kinds/kindDefinition.ts';
import { checkStatuses, describeOutcome } from './outcomes.ts';
import { below } from './pointer.ts';
import { outcomeFor, type Scope } from './scope.ts';

/** The place of a rule that a request can break. */
interface RulePlace {
  readonly scope: Scope;
  readonly pointer: string;
  /** The rows of the place that says the rule; those of the outcome are added. */
  readonly source: readonly string[];
  readonly about?: Pick<Clause, 'element' | 'in'>;
}

/** What the clauses of one operation are added to. */
export interface Additions {
  readonly entry: OperationEntry;
  readonly clauses: ClauseList;
  readonly draft: Draft;
}

/** A method that a path does not have is no operation, and documents nothing; nor does what HTTP itself says. */
const ofHttp: ReadonlySet<RuleKind> = new Set(['method', 'head', 'transfer']);

/** Adds a clause for each rule that a kind found; a mistake where no outcome is declared for one that needs it. */
export function addRefusals(
  kind: RuleKind,
  found: readonly Found[],
  { scope, pointer, about, ...place }: RulePlace,
  { entry, clauses, draft }: Additions,
): void {
  const { id } = entry.operation;
  const definition: RefuseDefinition | KeywordDefinition = kinds[kind];
  const names = definition.on === 'keyword' ? [kind, definition.keyword] : [kind];
  for (const { text, element, value, source = place.source, outcome: own } of found) {
    const outcome = own ?? outcomeFor(scope, names, draft);
    if (outcome === undefined) {
      const reason = `no x-outcomes says what ${id} may answer to a request that breaks the rule ${kind}; add '${kind}: {allow: [STATUS], source: ROW}' to x-outcomes`;
      const at = definition.on === 'keyword' ? below(pointer, definition.keyword) : pointer;
      if (definition.optional !== true) draft.problem(at, reason);
      continue;
    }
    if (!ofHttp.has(kind)) checkStatuses(entry, outcome, kind, pointer, draft);
    const binding = outcome.binding === 'SHOULD' || scope.binding === 'SHOULD' ? 'SHOULD' : 'MUST';
    clauses.add(pointer, {
      group: 'refuse',
      kind,
      operation: id,
      ...about,
      ...(element === undefined ? {} : { element }),
      ...(value === undefined ? {} : { value }),
      binding,
      source,
      text: (bound) =>
        `${id}: a request ${text} ${bound === 'MUST' ? 'is' : 'should be'} ${describeOutcome(outcome)}.`,
      outcome,
    });
  }
}
