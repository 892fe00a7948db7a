import {
  parentTextIn,
  below,
  elementSteps,
  elementValues,
  type Contract,
  type JsonValue,
  type Resource,
} from '@oidc-admin/contract';
import { childrenOf, isObject, valueAt } from '@oidc-admin/model';
import type { Decision, Fault, FaultContext, FaultHooks } from '../fault.ts';
import { withValueAt } from '../withValueAt.ts';
import { resourceFaults, type FaultTable } from './faultTable.ts';
import { asText, freeProperties, knownParents, savedBefore } from './places.ts';
import { ignoringKeyCase, repeatingTheBody, returningHidden } from './readingHooks.ts';
import { onSuccess } from './requestHooks.ts';

/** Faults of what is read and listed, and of secrets in responses. */
export function readingFaults(contract: Contract): readonly Fault[] {
  return contract.resources.flatMap((resource) =>
    resourceFaults(
      contract,
      resource,
      always(resource),
      hasNumbers(resource) ? ofNumbers : {},
      resource.key === undefined ? {} : ofKeys(resource),
      resource.parent === undefined ? {} : ofParents(resource.parent),
      resource.operations.list === undefined ? {} : ofLists(resource),
    ),
  );
}

function always(resource: Resource): FaultTable {
  return {
    kept: {
      'stale-read': ['A read shows what was saved before the last change.', lookingBack('read')],
    },
    replaced: {
      'placeholder-for-missing': [
        'A read shows a dash for what was never saved.',
        onSuccess(['read'], (decision, context) => withDashes(resource, decision, context)),
      ],
    },
    noOtherSecrets: {
      'secret-in-error': ['The text of an error repeats the request.', repeatingTheBody],
      'secret-in-header': [
        'Answers repeat the credentials in a header.',
        { decide: repeatingTheCredentials },
      ],
    },
    neverReturned: {
      'secret-in-read': ['A read shows what is never returned.', returningHidden(resource)],
    },
  };
}

const ofNumbers: FaultTable = {
  kept: {
    'text-for-numbers': [
      'Numbers are answered as text.',
      {
        decide: (decision) =>
          decision.body === undefined || decision.broken.length > 0
            ? decision
            : { ...decision, body: numbersAsText(decision.body) },
      },
    ],
  },
};

function hasNumbers({ properties }: Resource): boolean {
  return properties.some(({ types }) => types.includes('integer') || types.includes('number'));
}

function ofKeys(resource: Resource): FaultTable {
  const { key = '' } = resource;
  return {
    distinctCase: {
      'keys-in-any-case': ['Letter case of keys does not count.', ignoringKeyCase(resource)],
    },
    separate: {
      'read-of-another': [
        'A read shows another one that exists.',
        readingAt(
          key,
          (context) => [...besideIt(resource, context).keys()],
          ([first]) => first,
        ),
      ],
    },
  };
}

/** Everything of a resource that stands under the parent that a request names. */
function besideIt(
  resource: Resource,
  { state, request }: FaultContext,
): ReturnType<typeof childrenOf> {
  return childrenOf(state, resource.name, parentTextIn(resource, request.path));
}

function ofParents(parent: string): FaultTable {
  return {
    separate: {
      'read-of-another-parent': [
        `A read shows what belongs to another ${parent}.`,
        readingAt(
          parent,
          (context) => knownParents(context, parent),
          (known, given) => known.find((name) => name !== given),
        ),
      ],
    },
  };
}

function ofLists(resource: Resource): FaultTable {
  const optional = new Set(
    resource.properties.filter(({ required }) => !required).map(({ name }) => name),
  );
  return {
    listed: {
      'stale-list': ['A list shows what was there before the last change.', lookingBack('list')],
      'list-first-only': ['A list never shows more than one.', inLists((list) => list.slice(0, 1))],
      'list-repeats-last': [
        'A list shows its last element twice.',
        inLists((list) => [...list, ...list.slice(-1)]),
      ],
      'list-without-optional': [
        'The elements of a list have no optional properties.',
        inLists((list) =>
          list.map((element) =>
            isObject(element)
              ? Object.fromEntries(Object.entries(element).filter(([name]) => !optional.has(name)))
              : element,
          ),
        ),
      ],
    },
    neverReturned: {
      'secret-in-list': [
        'A list shows what is never returned.',
        inLists((list, context) => list.map((element) => withHidden(resource, element, context))),
      ],
    },
  };
}

/** An element of a list with what is never returned. */
function withHidden(resource: Resource, element: JsonValue, context: FaultContext): JsonValue {
  if (!isObject(element)) return element;
  const { key = '', neverReturned } = resource;
  const saved = besideIt(resource, context).get(asText(element[key]));
  let shown: JsonValue = element;
  for (const property of neverReturned)
    for (const { steps, value } of elementValues(saved, elementSteps(property)))
      shown = withValueAt(shown, below('', ...steps), value) ?? null;
  return shown;
}

/** Changes the list in responses to right requests. */
export function inLists(
  change: (list: readonly JsonValue[], context: FaultContext) => readonly JsonValue[],
): FaultHooks {
  return onSuccess(['list'], (decision, context) => {
    const { action } = context.operation;
    const pointer = 'at' in action ? action.at : '';
    const list = valueAt(decision.body, pointer);
    if (!Array.isArray(list)) return decision;
    const changed = [...change(list as readonly JsonValue[], context)];
    return { ...decision, body: withValueAt(decision.body, pointer, changed) };
  });
}

/** The operation looks at the state before the last change; its session is the one of now. */
function lookingBack(action: 'read' | 'list'): FaultHooks {
  return {
    view: (state, { operation, previous }) =>
      operation.action.does === action ? { ...state, resources: previous.resources } : state,
  };
}

/** A read of one that exists is taken for a read of another. */
function readingAt(
  parameter: string,
  known: (context: FaultContext) => readonly string[],
  choose: (known: readonly string[], given: string) => string | undefined,
): FaultHooks {
  return {
    request: (request, context) => {
      const given = request.path[parameter];
      const names = known(context);
      if (context.operation.action.does !== 'read' || given === undefined) return request;
      const other = names.includes(given) ? choose(names, given) : undefined;
      return other === undefined
        ? request
        : { ...request, path: { ...request.path, [parameter]: other } };
    },
  };
}

function numbersAsText(value: JsonValue): JsonValue {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(numbersAsText);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, property]) => [name, numbersAsText(property)]),
  );
}

function withDashes(resource: Resource, decision: Decision, context: FaultContext): Decision {
  const { action } = context.operation;
  if (!('at' in action) || savedBefore(context) === undefined) return decision;
  let { body } = decision;
  for (const { name } of freeProperties(resource))
    if (valueAt(body, `${action.at}/${name}`) === undefined)
      body = withValueAt(body, `${action.at}/${name}`, '-');
  return { ...decision, body };
}

function repeatingTheCredentials(decision: Decision, { received }: FaultContext): Decision {
  const credentials = received.headers['authorization'];
  if (credentials === undefined) return decision;
  return { ...decision, headers: [...decision.headers, ['x-request-authorization', credentials]] };
}
