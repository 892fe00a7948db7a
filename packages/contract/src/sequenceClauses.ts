import type { ClauseList } from './clauseList.ts';
import type { Resource } from './contract.ts';
import type { Draft } from './draft.ts';
import type { OperationEntry, ResourceEntry } from './entries.ts';
import { kindsOn } from './kindsOn.ts';
import { checkStatuses, describeOutcome } from './outcomes.ts';

/** Adds a clause for everything that holds between the requests to one resource. */
export function addSequenceClauses(
  { resource, entries, pointer }: ResourceEntry<Resource>,
  operations: readonly OperationEntry[],
  clauses: ClauseList,
  draft: Draft,
): void {
  const { name, rules, absent } = resource;
  for (const [kind, { says, softened }] of kindsOn('sequence', 'resource')) {
    const promised = rules[kind];
    if (promised === undefined) continue;
    const clause = { group: 'sequence', kind, resource: name } as const;
    clauses.add(pointer, { ...clause, ...promised, text: `${name}: ${says}.` });
    for (const { property, pointer: at } of softened === undefined ? [] : entries) {
      if (softened === undefined || property.binding === 'MUST') continue;
      const source = [...promised.source, ...property.source];
      const text = `${name}: ${softened(property.name)}.`;
      clauses.add(at, { ...clause, element: property.name, binding: 'SHOULD', source, text });
    }
  }
  if (absent === undefined) return;
  const read = operations.find(({ operation }) => operation.id === resource.operations.read);
  for (const [kind, { begins }] of kindsOn('sequence', 'firstRead')) {
    if (read === undefined)
      draft.problem(pointer, `the rule ${kind} needs an operation that reads the resource`);
    else checkStatuses(read, absent, kind, pointer, draft);
    clauses.add(pointer, {
      group: 'sequence',
      kind,
      resource: name,
      binding: absent.binding,
      source: [],
      text: `${name}: ${begins} ${describeOutcome(absent)}.`,
      outcome: absent,
    });
  }
}
