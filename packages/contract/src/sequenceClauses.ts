import type { ClauseList } from './clauseList.ts';
import type { ResourceRule } from './contract.ts';
import type { Draft } from './draft.ts';
import type { OperationEntry } from './readOperation.ts';
import type { ResourceEntry } from './readResources.ts';
import { checkStatuses, describeOutcome } from './refuseClause.ts';

const promises: Readonly<Record<Exclude<ResourceRule, 'absent'>, string>> = {
  kept: 'a read answers what was sent last',
  replaced: 'a replace or save keeps nothing of the value before',
  defaults: 'a property that was left out reads back as its default',
  normalised: 'a value with several spellings reads back in the documented one',
  listed: 'a list holds exactly what exists, each element equal to the single read',
  deleted: 'what was deleted is gone from read and list, and its key is free',
  neverCreated: 'a replace of what does not exist creates nothing',
  refusedUnchanged: 'a refused request changed nothing',
  readUnchanged: 'an operation that changes nothing changed nothing',
  repeatable: 'a repeated operation has the same effect',
  distinctCase: 'keys that differ only in letter case are two resources',
  separate: 'two resources share nothing',
  concurrent: 'overlapping requests end in a state that some order of them explains',
  neverReturned: 'the properties that are never returned are in no response',
  noOtherSecrets: 'a secret that was sent appears nowhere but in properties marked sensitive',
  characters: 'every kind of text reads back exactly as sent',
};

/** Adds a clause for everything that holds between the requests to one resource. */
export function addSequenceClauses(
  { resource, entries, pointer }: ResourceEntry,
  operations: readonly OperationEntry[],
  clauses: ClauseList,
  draft: Draft,
): void {
  const { name, rules, absent } = resource;
  for (const rule of Object.keys(promises) as (keyof typeof promises)[]) {
    const promised = rules[rule];
    if (promised === undefined) continue;
    const clause = { group: 'sequence', kind: rule, resource: name } as const;
    clauses.add(pointer, { ...clause, ...promised, text: `${name}: ${promises[rule]}.` });
    if (rule !== 'kept') continue;
    for (const { property, pointer: at } of entries) {
      if (property.binding === 'MUST') continue;
      const source = [...promised.source, ...property.source];
      const text = `${name}: a read should answer the ${property.name} that was sent last.`;
      clauses.add(at, { ...clause, element: property.name, binding: 'SHOULD', source, text });
    }
  }
  if (absent === undefined) return;
  const read = operations.find(({ operation }) => operation.id === resource.operations.read);
  if (read === undefined)
    draft.problem(pointer, 'the rule absent needs an operation that reads the resource');
  else checkStatuses(read, absent, 'absent', pointer, draft);
  const text = `${name}: a read before the first save is ${describeOutcome(absent)}.`;
  const { binding, source } = absent;
  clauses.add(pointer, {
    group: 'sequence',
    kind: 'absent',
    resource: name,
    binding,
    source,
    text,
    outcome: absent,
  });
}
