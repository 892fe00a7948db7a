import type { Contract, JsonValue, Resource } from '@oidc-admin/contract';
import { withSaved } from '../state/stateJson.ts';
import { only } from './breakSequence.ts';
import { changingAnyway, forgetting, merging, onWrites } from './breakWrites.ts';
import type { Decision, Fault, FaultClass, FaultContext } from './fault.ts';
import { freeProperties, placeOf, savedAt, savingOtherwise, sentBody, suffixOf } from './places.ts';

/** Faults of what is saved by a create, a replace, a save or a delete. */
export function savingFaults(contract: Contract): readonly Fault[] {
  return contract.resources.flatMap((resource) => {
    const can = (action: keyof Resource['operations']): boolean =>
      resource.operations[action] !== undefined;
    const make = (
      name: string,
      kind: FaultClass,
      rule: string,
      description: string,
      hooks: Partial<Fault>,
    ): Fault => ({
      name: `${name}${suffixOf(contract, resource)}`,
      class: kind,
      description,
      breaks: [`${contract.api}.${resource.name}.${rule}`],
      ...only(resource, hooks),
    });
    const optional = freeProperties(resource)[0]?.name ?? '';
    return [
      make(
        'merge-instead-of-replace',
        'replace',
        'replaced',
        'A replace keeps properties that were left out.',
        onWrites(merging),
      ),
      make(
        'write-without-effect',
        'replace',
        'kept',
        'A replace or save answers success and saves nothing.',
        onWrites(withoutEffect),
      ),
      make(
        'optional-property-lost',
        'replace',
        'kept',
        `The property ${optional} is never saved.`,
        onWrites(forgetting(optional)),
      ),
      make(
        'values-lower-cased',
        'replace',
        'kept',
        'Text is saved in lower case.',
        saving((text) => text.toLowerCase()),
      ),
      make(
        'refused-but-changed',
        'refusal',
        'refusedUnchanged',
        'A refused body is saved as far as it is right.',
        { decide: changingAnyway },
      ),
      ...(can('create')
        ? [
            make(
              'create-not-saved',
              'create',
              'kept',
              'A create answers success and saves nothing.',
              onCreate(withoutEffect),
            ),
            make(
              'create-answers-as-sent',
              'create',
              'normalised',
              'The response to a create is the body as it was sent.',
              onCreate(asSent),
            ),
            make(
              'refused-but-created',
              'create',
              'refusedUnchanged',
              'A refused create creates all the same.',
              { decide: createdAnyway },
            ),
          ]
        : []),
      ...(can('replace') && can('create')
        ? [
            make(
              'upsert',
              'create',
              'neverCreated',
              'A replace of what does not exist creates it and answers success.',
              { view: existing },
            ),
          ]
        : []),
      ...(can('delete')
        ? [
            make(
              'ghost-delete',
              'delete',
              'deleted',
              'A delete answers success and deletes nothing.',
              onDelete(withoutEffect),
            ),
            make(
              'delete-takes-others',
              'delete',
              'separate',
              'A delete also deletes what was created last.',
              onDelete(deletingLast),
            ),
            make(
              'delete-twice-succeeds',
              'delete',
              'deleted',
              'A delete of what does not exist answers success.',
              { decide: deletedAlready },
            ),
            make(
              'deleted-key-stays-taken',
              'delete',
              'deleted',
              'The key of what was deleted cannot be used again.',
              { decide: staysTaken },
            ),
          ]
        : []),
      ...texts(make),
    ];
  });
}

/** Text that does not come back as it was sent. */
function texts(
  make: (
    name: string,
    kind: FaultClass,
    rule: string,
    description: string,
    hooks: Partial<Fault>,
  ) => Fault,
): readonly Fault[] {
  const character = (name: string, description: string, change: (text: string) => string): Fault =>
    make(name, 'characters', 'characters', description, saving(change));
  const latin = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
  return [
    character(
      'astral-characters-lost',
      'Characters beyond the basic plane become question marks.',
      (text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '??'),
    ),
    character('utf8-read-as-latin1', 'Bodies are read as Latin-1.', latin),
    character('quotes-lost', 'Quotation marks are dropped.', (text) => text.replaceAll('"', '')),
    character('backslash-lost', 'Backslashes are dropped.', (text) => text.replaceAll('\\', '')),
    character('line-breaks-changed', 'CR LF becomes LF.', (text) => text.replaceAll('\r\n', '\n')),
    character('unicode-normalised', 'Text is brought into Unicode form NFC.', (text) =>
      text.normalize('NFC'),
    ),
    character('spaces-trimmed', 'Spaces around a text are dropped.', (text) => text.trim()),
    character('html-escaped', 'The characters of HTML are escaped.', (text) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    ),
    character('control-characters-lost', 'Control characters are dropped.', (text) =>
      // Dropping them is the fault.
      Array.from(text)
        .filter((letter) => letter >= ' ')
        .join(''),
    ),
  ];
}

/** Saves text otherwise than it was sent. properties with documented values stay right, or every request would fail. */
function saving(change: (text: string) => string): Partial<Fault> {
  return onWrites((decision, context) => {
    const { contract } = context;
    return savingOtherwise(decision, context, (saved, { resource }) => {
      const properties = contract.resources.find(({ name }) => name === resource);
      const free = new Set(
        properties === undefined ? [] : freeProperties(properties).map(({ name }) => name),
      );
      return Object.fromEntries(
        Object.entries(saved).map(([name, value]): [string, JsonValue] => [
          name,
          free.has(name) && typeof value === 'string' ? change(value) : value,
        ]),
      );
    });
  });
}

function withoutEffect(decision: Decision, { state }: FaultContext): Decision {
  return { ...decision, next: { ...decision.next, resources: state.resources } };
}

type Change = (decision: Decision, context: FaultContext) => Decision;

function on(action: string, change: Change): Partial<Fault> {
  return {
    decide: (decision, context) =>
      context.operation.action.does === action && decision.broken.length === 0
        ? change(decision, context)
        : decision,
  };
}

const onCreate = (change: Change): Partial<Fault> => on('create', change);
const onDelete = (change: Change): Partial<Fault> => on('delete', change);

function asSent(decision: Decision, context: FaultContext): Decision {
  return { ...decision, body: sentBody(context) };
}

function createdAnyway(decision: Decision, context: FaultContext): Decision {
  const place = placeOf(context);
  const sent = sentBody(context);
  const byBody =
    decision.broken.length > 0 &&
    decision.broken.every(({ kind }) => !['security', 'permission', 'taken'].includes(kind));
  if (context.operation.action.does !== 'create' || !byBody || place === undefined) return decision;
  return { ...decision, next: withSaved(decision.next, place, sent) };
}

/** The server looks at a state in which the resource exists. */
function existing(state: FaultContext['state'], context: FaultContext): FaultContext['state'] {
  const place = placeOf(context);
  const replaces = context.operation.action.does === 'replace';
  if (!replaces || place === undefined || savedAt(state, place) !== undefined) return state;
  return withSaved(state, place, {});
}

function deletingLast(decision: Decision, context: FaultContext): Decision {
  const place = placeOf(context);
  const keys = [
    ...(decision.next.resources
      .get(place?.resource ?? '')
      ?.get(place?.parent ?? '')
      ?.keys() ?? []),
  ];
  const last = keys.at(-1);
  if (place === undefined || last === undefined) return decision;
  return { ...decision, next: withSaved(decision.next, { ...place, key: last }, undefined) };
}

function deletedAlready(decision: Decision, context: FaultContext): Decision {
  const missing = decision.broken[0]?.kind === 'existence';
  return context.operation.action.does === 'delete' && missing ? context.pretend() : decision;
}

function staysTaken(decision: Decision, context: FaultContext): Decision {
  const place = placeOf(context);
  const { does } = context.operation.action;
  if (place === undefined || decision.broken.length > 0) return decision;
  if (does === 'delete') context.memory.set(place.key, true);
  if (does !== 'create' || !context.memory.has(place.key)) return decision;
  return context.refuse(409, 'The key is taken.');
}
