import { listRules } from './describeList.ts';
import type { FactRows } from './factRows.ts';
import type { InferredResource } from './inferred.ts';
import { saysMerge } from './mergeBodies.ts';
import type { ForeignObject } from './openApi.ts';
import { isSecretSent } from './secretSent.ts';
import type { EditableObject } from './tidyDocument.ts';

/** The rules of a resource that hold between requests, of those that a run can look at, each with its row of facts. */
export function rulesOf(
  document: EditableObject,
  resource: InferredResource,
  facts: FactRows,
): EditableObject {
  const has = (...verbs: readonly string[]): boolean =>
    resource.actions.some(({ does }) => verbs.includes(does));
  const writes = has('create', 'replace', 'merge', 'save');
  const merging = resource.actions.find(({ does }) => does === 'merge');
  const isMergeSaid =
    merging !== undefined && saysMerge(document as ForeignObject, merging.operation);
  const reads = has('read', 'list');
  const { isPaged, isFiltered } = listRules(document, resource);
  const isAlone = resource.key === undefined;
  // What a run cannot make, it neither deletes nor counts.
  const makes = has('create') || (!isAlone && has('save'));
  const among = resource.key !== undefined || resource.parents.length > 0;
  const promised: Readonly<Record<string, readonly [boolean, string]>> = {
    kept: [writes && has('read'), 'A read shows what was sent last'],
    replaced: [
      has('replace', 'save') && has('read'),
      'A PUT replaces everything; nothing of the value before stays',
    ],
    listed: [
      has('list', 'listAll') && has('create', 'delete'),
      'A list shows exactly what exists, each as its read shows it',
    ],
    paged: [isPaged && makes, 'The pages of a list show everything once'],
    filtered: [isFiltered && makes, 'A list that is asked for by a value shows what has it'],
    deleted: [
      has('delete') && reads && (makes || (isAlone && has('save'))),
      'What was deleted is gone',
    ],
    merged: [
      has('merge') && has('read'),
      'A PATCH changes what it names, removes what is null, and leaves all else as it was',
    ],
    neverCreated: [
      has('replace', 'merge') && has('read') && !isAlone,
      'An update of what does not exist creates nothing',
    ],
    refusedUnchanged: [writes && has('read'), 'A request that was refused changed nothing'],
    readUnchanged: [writes && has('read'), 'Reading changes nothing'],
    repeatable: [
      has('replace', 'save') && has('read'),
      'A PUT that is repeated has the same effect',
    ],
    separate: [writes && has('read') && among, 'Two of them share nothing'],
    neverReturned: [
      isSecretSent(document, resource, 'writeOnly'),
      'What is only written is in no response',
    ],
    noOtherSecrets: [
      isSecretSent(document, resource, 'password'),
      'A secret stands only where the document has one',
    ],
  };
  return Object.fromEntries(
    Object.entries(promised).flatMap(([rule, [holds, text]]) =>
      holds
        ? [
            [
              rule,
              facts.row(
                'Between requests',
                [resource.name, rule],
                `${resource.name}: ${text}.`,
                rule === 'merged' && isMergeSaid ? 'documented' : 'reading',
              ),
            ],
          ]
        : [],
    ),
  );
}
