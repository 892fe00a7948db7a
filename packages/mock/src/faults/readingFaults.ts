import type { Contract, JsonValue, Resource } from '@oidc-admin/contract';
import { at, isJsonObject, withValueAt } from '../jsonPointer.ts';
import { oneCase, repeatingTheBody, returning } from './breakReads.ts';
import { only } from './breakSequence.ts';
import type { Decision, Fault, FaultClass, FaultContext } from './fault.ts';
import { freeProperties, placeOf, savedAt, suffixOf } from './places.ts';

/** Faults of what is read and listed, and of secrets in responses. */
export function readingFaults(contract: Contract): readonly Fault[] {
  return contract.resources.flatMap((resource) => {
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
    return [
      make(
        'stale-read',
        'read',
        'kept',
        'A read shows what was saved before the last change.',
        stale('read'),
      ),
      make(
        'placeholder-for-missing',
        'read',
        'replaced',
        'A read shows a dash for what was never saved.',
        {
          decide: placeholderForMissing(resource),
        },
      ),
      make(
        'text-for-numbers',
        'type',
        'kept',
        'Numbers are answered as text.',
        inBodies(numbersAsText),
      ),
      make(
        'secret-in-error',
        'secret',
        'noOtherSecrets',
        'The text of an error repeats the request.',
        { decide: repeatingTheBody },
      ),
      make(
        'secret-in-header',
        'secret',
        'noOtherSecrets',
        'Answers repeat the credentials in a header.',
        { decide: repeatingTheCredentials },
      ),
      ...(resource.neverReturned.length === 0
        ? []
        : [
            make(
              'secret-in-read',
              'secret',
              'neverReturned',
              'A read shows what is never returned.',
              returning(resource.neverReturned),
            ),
          ]),
      ...(resource.key === undefined
        ? []
        : [
            make(
              'keys-in-any-case',
              'read',
              'distinctCase',
              'Letter case of keys does not count.',
              oneCase(resource),
            ),
            make(
              'read-of-another',
              'separation',
              'separate',
              'A read shows another one that exists.',
              { request: another(resource) },
            ),
          ]),
      ...(resource.parent === undefined
        ? []
        : [
            make(
              'read-of-another-parent',
              'separation',
              'separate',
              `A read shows what belongs to another ${resource.parent}.`,
              { request: anotherParent(resource.parent) },
            ),
          ]),
      ...(resource.operations.list === undefined ? [] : listFaults(make, resource)),
    ];
  });
}

type Make = (
  name: string,
  kind: FaultClass,
  rule: string,
  description: string,
  hooks: Partial<Fault>,
) => Fault;

function listFaults(make: Make, resource: Resource): readonly Fault[] {
  const inList = (
    change: (list: readonly JsonValue[], context: FaultContext) => readonly JsonValue[],
  ): Partial<Fault> => ({
    decide: (decision, context) => {
      const { action } = context.operation;
      if (action.does !== 'list' || decision.broken.length > 0) return decision;
      const list = at(decision.body, action.at);
      return Array.isArray(list)
        ? {
            ...decision,
            body: withValueAt(decision.body, action.at, [
              ...change(list as readonly JsonValue[], context),
            ]),
          }
        : decision;
    },
  });
  const secrets = (element: JsonValue, { state }: FaultContext): JsonValue => {
    const key = isJsonObject(element) ? element[resource.key ?? ''] : undefined;
    const saved =
      typeof key === 'string' ? state.resources.get(resource.name)?.get('')?.get(key) : undefined;
    const shown = resource.neverReturned.flatMap((name): [string, JsonValue][] =>
      saved?.[name] === undefined ? [] : [[name, saved[name]]],
    );
    return isJsonObject(element) ? { ...element, ...Object.fromEntries(shown) } : element;
  };
  const optional = new Set(
    resource.properties.filter(({ required }) => !required).map(({ name }) => name),
  );
  return [
    make(
      'stale-list',
      'list',
      'listed',
      'A list shows what was there before the last change.',
      stale('list'),
    ),
    make(
      'list-first-only',
      'list',
      'listed',
      'A list never shows more than one.',
      inList((list) => list.slice(0, 1)),
    ),
    make(
      'list-repeats-last',
      'list',
      'listed',
      'A list shows its last element twice.',
      inList((list) => [...list, ...list.slice(-1)]),
    ),
    make(
      'list-without-optional',
      'list',
      'listed',
      'The elements of a list have no optional properties.',
      inList((list) =>
        list.map((element) =>
          isJsonObject(element)
            ? Object.fromEntries(Object.entries(element).filter(([name]) => !optional.has(name)))
            : element,
        ),
      ),
    ),
    ...(resource.neverReturned.length === 0
      ? []
      : [
          make(
            'secret-in-list',
            'secret',
            'neverReturned',
            'A list shows what is never returned.',
            inList((list, context) => list.map((element) => secrets(element, context))),
          ),
        ]),
  ];
}

/** The operation looks at the state before the last change; its session is the one of now. */
function stale(action: 'read' | 'list'): Partial<Fault> {
  return {
    view: (state, { operation, previous }) =>
      operation.action.does === action ? { ...state, resources: previous.resources } : state,
  };
}

function inBodies(change: (value: JsonValue) => JsonValue): Partial<Fault> {
  return {
    decide: (decision) =>
      decision.body === undefined || decision.broken.length > 0
        ? decision
        : { ...decision, body: change(decision.body) },
  };
}

function numbersAsText(value: JsonValue): JsonValue {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(numbersAsText);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, property]) => [name, numbersAsText(property)]),
  );
}

function placeholderForMissing(resource: Resource) {
  return (decision: Decision, context: FaultContext): Decision => {
    const { action } = context.operation;
    const saved = savedAt(context.state, placeOf(context));
    if (action.does !== 'read' || decision.broken.length > 0 || saved === undefined)
      return decision;
    let { body } = decision;
    for (const { name } of freeProperties(resource))
      if (at(body, `${action.at}/${name}`) === undefined)
        body = withValueAt(body, `${action.at}/${name}`, '-');
    return { ...decision, body };
  };
}

function repeatingTheCredentials(decision: Decision, { received }: FaultContext): Decision {
  const credentials = received.headers['authorization'];
  return credentials === undefined
    ? decision
    : { ...decision, headers: [...decision.headers, ['x-request-authorization', credentials]] };
}

/** A read of one that exists is taken for a read of the first one. */
function another(resource: Resource): NonNullable<Fault['request']> {
  return (request, { operation, state }) => {
    const saved = state.resources.get(resource.name)?.get('');
    const key = request.path[resource.key ?? ''];
    const [first] = saved?.keys() ?? [];
    if (
      operation.action.does !== 'read' ||
      key === undefined ||
      saved?.has(key) !== true ||
      first === undefined
    )
      return request;
    return { ...request, path: { ...request.path, [resource.key ?? '']: first } };
  };
}

function anotherParent(parent: string): NonNullable<Fault['request']> {
  return (request, { operation, deployment }) => {
    const known = deployment.parents[parent] ?? [];
    const given = request.path[parent] ?? '';
    const other = known.find((name) => name !== given);
    if (operation.action.does !== 'read' || !known.includes(given) || other === undefined)
      return request;
    return { ...request, path: { ...request.path, [parent]: other } };
  };
}
