import { textOf } from '../textOf.ts';
import type { Clause, JsonValue, Resource } from '@oidc-admin/contract';
import { at, isJsonObject, withValueAt } from '../jsonPointer.ts';
import type { Decision, Fault, FaultContext } from './fault.ts';
import { freeProperties, placeOf, savedAt, savingOtherwise, sentBody } from './places.ts';

type Hooks = Partial<Fault>;

/** Faults of what is read. */
export function breakReads(clause: Clause, resource: Resource): Hooks {
  switch (clause.kind) {
    case 'listed':
      return { decide: shorterList };
    case 'readUnchanged':
      return readChanges(resource);
    case 'distinctCase':
      return oneCase(resource);
    case 'neverReturned':
      return returning(resource.neverReturned);
    case 'absent':
      return {
        decide: (decision, context) =>
          context.operation.action.does === 'read' &&
          decision.broken.length === 0 &&
          savedAt(context.state, placeOf(context)) === undefined
            ? context.refuse(500, 'The server failed.')
            : decision,
      };
    case 'noOtherSecrets':
      return { decide: repeatingTheBody };
    default:
      throw new Error(
        `no fault is known that breaks clauses of kind '${clause.kind}' (${clause.id})`,
      );
  }
}

/** A list without the one that was added last. */
function shorterList(decision: Decision, { operation }: FaultContext): Decision {
  const { action } = operation;
  if (action.does !== 'list' || decision.broken.length > 0) return decision;
  const list = at(decision.body, action.at);
  return Array.isArray(list)
    ? { ...decision, body: withValueAt(decision.body, action.at, list.slice(0, -1) as JsonValue[]) }
    : decision;
}

/** A read answers rightly, and takes away the end of what it read. */
function readChanges(resource: Resource): Hooks {
  const property = freeProperties(resource).at(-1)?.name ?? '';
  return {
    decide: (decision, context) =>
      context.operation.action.does === 'read' && decision.broken.length === 0
        ? savingOtherwise(decision, context, (saved) => ({
            ...saved,
            [property]: `${textOf(saved[property])}1`,
          }))
        : decision,
  };
}

/** Keys are compared without regard to letter case. */
export function oneCase(resource: Resource): Hooks {
  const key = resource.key ?? '';
  return {
    request: (request, context) => {
      const parent = request.path[resource.parent ?? ''] ?? '';
      const known = [...(context.state.resources.get(resource.name)?.get(parent)?.keys() ?? [])];
      const alike = (given: JsonValue | undefined): string | undefined =>
        typeof given === 'string'
          ? known.find((other) => other.toLowerCase() === given.toLowerCase())
          : undefined;
      const inPath = alike(request.path[key]);
      if (inPath !== undefined) return { ...request, path: { ...request.path, [key]: inPath } };
      const sent = sentBody({ request });
      const inBody = alike(sent[key]);
      if (inBody === undefined || context.operation.action.does !== 'create') return request;
      return { ...request, body: { kind: 'json', value: { ...sent, [key]: inBody } } };
    },
  };
}

/** Answers that show a resource hold properties that are never returned. */
export function returning(properties: readonly string[]): Hooks {
  return {
    decide: (decision, context) => {
      const { action } = context.operation;
      const shows = action.does === 'read' || action.does === 'create' || action.does === 'save';
      const saved = savedAt(decision.next, placeOf(context));
      if (!shows || decision.broken.length > 0 || saved === undefined) return decision;
      let { body } = decision;
      for (const name of properties)
        if (saved[name] !== undefined)
          body = withValueAt(body, `${action.at}/${name}`, saved[name]);
      return { ...decision, body };
    },
  };
}

/** The text of an error holds the body that was sent. */
export function repeatingTheBody(decision: Decision, context: FaultContext): Decision {
  const sent = sentBody(context);
  const { body } = decision;
  if (decision.status < 400 || Object.keys(sent).length === 0 || !isJsonObject(body))
    return decision;
  const [name] = Object.entries(body)
    .filter(([, value]) => typeof value === 'string')
    .toSorted(([, left], [, right]) => textOf(right).length - textOf(left).length)
    .map(([property]) => property);
  if (name === undefined) return decision;
  return {
    ...decision,
    body: { ...body, [name]: `${textOf(body[name])} ${JSON.stringify(sent)}` },
  };
}
