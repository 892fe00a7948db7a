import {
  parentTextIn,
  makerOf,
  makesKeys,
  type Contract,
  type Resource,
} from '@oidc-admin/contract';
import { childrenOf, savedAt, withSaved, type ModelState, type Place } from '@oidc-admin/model';
import type { Decision, Fault, FaultContext, FaultHooks } from '../fault.ts';
import { resourceFaults, type FaultTable } from './faultTable.ts';
import { freeProperties, namedPlace, resourceOf, savingOtherwise, sentBody } from './places.ts';
import { onSuccess } from './requestHooks.ts';
import { changingAnyway, changingTexts, forgetting, merging, onWrites } from './savingHooks.ts';

/** A refused create creates all the same. */
export const creatingAnyway: FaultHooks = { decide: createdAnyway };

/** Faults of what is saved by a create, a replace, a merge, a save or a delete. */
export function savingFaults(contract: Contract): readonly Fault[] {
  return contract.resources.flatMap((resource) => {
    const { create, replace, merge, delete: remove } = resource.operations;
    return resourceFaults(
      contract,
      resource,
      always(resource),
      create === undefined ? {} : ofCreate,
      create === undefined || replace === undefined ? {} : ofReplace,
      merge === undefined ? {} : ofMerge,
      remove === undefined ? {} : ofDelete(resource),
      ofTexts,
    );
  });
}

function withoutEffect(decision: Decision, { state }: FaultContext): Decision {
  return { ...decision, next: { ...decision.next, resources: state.resources } };
}

function always(resource: Resource): FaultTable {
  const optional = freeProperties(resource)[0]?.name ?? '';
  return {
    replaced: {
      'merge-instead-of-replace': ['A replace keeps properties that were left out.', merging],
    },
    kept: {
      'write-without-effect': [
        'A replace or save answers success and saves nothing.',
        onWrites(withoutEffect),
      ],
      'optional-property-lost': [`The property ${optional} is never saved.`, forgetting(optional)],
      'values-lower-cased': [
        'Text is saved in lower case.',
        changingTexts((text) => text.toLowerCase()),
      ],
    },
    refusedUnchanged: canChange(resource)
      ? {
          'refused-but-changed': ['A refused body is saved as far as it is right.', changingAnyway],
        }
      : {},
  };
}

/** Whether a request can name something that is there, and write to it. */
function canChange(resource: Resource): boolean {
  const { replace, merge, save } = resource.operations;
  return (replace ?? merge ?? save) !== undefined || !makesKeys(resource);
}

const ofCreate: FaultTable = {
  kept: {
    'create-not-saved': [
      'A create answers success and saves nothing.',
      onSuccess(['create'], withoutEffect),
    ],
  },
  normalised: {
    'create-answers-as-sent': [
      'The response to a create is the body as it was sent.',
      onSuccess(['create'], (decision, context) => ({ ...decision, body: sentBody(context) })),
    ],
  },
  refusedUnchanged: {
    'refused-but-created': ['A refused create creates all the same.', creatingAnyway],
  },
};

const ofReplace: FaultTable = {
  neverCreated: {
    upsert: [
      'A replace of what does not exist creates it and answers success.',
      { view: asIfItExisted },
    ],
  },
};

const ofMerge: FaultTable = {
  merged: {
    'replace-instead-of-merge': [
      'A merge drops the optional properties that it does not name.',
      onSuccess(['merge'], (decision, context) => {
        const sent = sentBody(context);
        const optional = (resourceOf(context.contract, context.operation)?.properties ?? [])
          .filter(({ required, name }) => !required && !Object.hasOwn(sent, name))
          .map(({ name }) => name);
        return savingOtherwise(decision, context, (saved) =>
          Object.fromEntries(Object.entries(saved).filter(([name]) => !optional.includes(name))),
        );
      }),
    ],
  },
};

function ofDelete(resource: Resource): FaultTable {
  return {
    deleted: {
      'ghost-delete': [
        'A delete answers success and deletes nothing.',
        onSuccess(['delete'], withoutEffect),
      ],
      ...(resource.key === undefined ? {} : ofKeyedDelete),
      // Nobody can ask again for a key that the server makes, or where there is none.
      ...(resource.key === undefined || makesKeys(resource) ? {} : ofFreedKeys),
    },
    separate: {
      'delete-takes-others': [
        'A delete also deletes what was created last.',
        onSuccess(['delete'], deletingLast),
      ],
    },
  };
}

/** What exists once can be reset as often as one likes. */
const ofKeyedDelete: FaultTable[string] = {
  'delete-twice-succeeds': [
    'A delete of what does not exist answers success.',
    {
      decide: (decision, context) =>
        context.operation.action.does === 'delete' && decision.broken[0]?.kind === 'existence'
          ? context.pretend()
          : decision,
    },
  ],
};

const ofFreedKeys: FaultTable[string] = {
  'deleted-key-stays-taken': [
    'The key of what was deleted cannot be used again.',
    { decide: stayingTaken },
  ],
};

/** Text that does not come back as it was sent. */
const ofTexts: FaultTable = {
  characters: {
    'astral-characters-lost': [
      'Characters beyond the basic plane become question marks.',
      changingTexts((text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '??')),
    ],
    'utf8-read-as-latin1': [
      'Bodies are read as Latin-1.',
      changingTexts((text) => Buffer.from(text, 'utf8').toString('latin1')),
    ],
    'quotes-lost': ['Quotation marks are dropped.', dropping('"')],
    'backslash-lost': ['Backslashes are dropped.', dropping('\\')],
    'line-breaks-changed': [
      'CR LF becomes LF.',
      changingTexts((text) => text.replaceAll('\r\n', '\n')),
    ],
    'unicode-normalised': [
      'Text is brought into Unicode form NFC.',
      changingTexts((text) => text.normalize('NFC')),
    ],
    'spaces-trimmed': ['Spaces around a text are dropped.', changingTexts((text) => text.trim())],
    'html-escaped': [
      'The characters of HTML are escaped.',
      changingTexts((text) =>
        text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      ),
    ],
    'control-characters-lost': [
      'Control characters are dropped.',
      changingTexts((text) => Array.from(text, (letter) => (letter < ' ' ? '' : letter)).join('')),
    ],
  },
};

function dropping(letter: string): FaultHooks {
  return changingTexts((text) => text.replaceAll(letter, ''));
}

function createdAnyway(decision: Decision, context: FaultContext): Decision {
  const place = namedPlace(context) ?? madePlace(context);
  const byBody =
    decision.broken.length > 0 &&
    decision.broken.every(({ kind }) => !['security', 'permission', 'taken'].includes(kind));
  if (context.operation.action.does !== 'create' || !byBody || place === undefined) return decision;
  const resource = resourceOf(context.contract, context.operation);
  const made =
    resource !== undefined && makesKeys(resource) ? { [resource.key ?? '']: place.key } : {};
  return { ...decision, next: withSaved(decision.next, place, { ...sentBody(context), ...made }) };
}

/** A place that nothing has, where the server makes the keys. */
function madePlace({ contract, operation, state, request }: FaultContext): Place | undefined {
  const resource = resourceOf(contract, operation);
  if (resource === undefined || !makesKeys(resource)) return undefined;
  const parent = parentTextIn(resource, request.path);
  const known = childrenOf(state, resource.name, parent);
  return { resource: resource.name, parent, key: String(1_000_000 + known.size) };
}

/** The server looks at a state in which the resource exists. */
function asIfItExisted(state: ModelState, context: FaultContext): ModelState {
  const place = namedPlace(context);
  const replaces = context.operation.action.does === 'replace';
  if (!replaces || place === undefined || savedAt(state, place) !== undefined) return state;
  return withSaved(state, place, {});
}

function deletingLast(decision: Decision, context: FaultContext): Decision {
  const place = namedPlace(context);
  if (place === undefined) return decision;
  const key = [...childrenOf(decision.next, place.resource, place.parent).keys()].at(-1);
  if (key === undefined) return decision;
  return { ...decision, next: withSaved(decision.next, { ...place, key }, undefined) };
}

function stayingTaken(decision: Decision, context: FaultContext): Decision {
  const place = namedPlace(context);
  const { does } = context.operation.action;
  if (place === undefined || decision.broken.length > 0) return decision;
  if (does === 'delete') context.memory.set(place.key, true);
  const resource = resourceOf(context.contract, context.operation);
  const isMade = resource !== undefined && makerOf(resource) === context.operation.id;
  if (!isMade || !context.memory.has(place.key)) return decision;
  return context.refuse(409, 'The key is taken.');
}
