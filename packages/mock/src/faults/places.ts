import type { Contract, JsonValue, Property, Operation, Resource } from '@oidc-admin/contract';
import type { ModelState, Saved } from '@oidc-admin/model';
import { isJsonObject } from '../jsonPointer.ts';
import { withSaved } from '../state/stateJson.ts';
import type { Decision, FaultContext } from './fault.ts';

/** Where one saved resource stands. */
export interface Place {
  readonly resource: string;
  readonly parent: string;
  readonly key: string;
}

/** The resource that an operation works on; undefined for log-on, log-off and those that only ask. */
export function resourceOf(contract: Contract, operation: Operation): Resource | undefined {
  const { action } = operation;
  return 'resource' in action
    ? contract.resources.find(({ name }) => name === action.resource)
    : undefined;
}

/** The JSON object in a request's body; empty where there is none. */
export function sentBody({ request }: Pick<FaultContext, 'request'>): {
  readonly [name: string]: JsonValue;
} {
  return request.body.kind === 'json' && isJsonObject(request.body.value) ? request.body.value : {};
}

/** Which saved resource a request speaks of; undefined where it names none. */
export function placeOf(context: FaultContext): Place | undefined {
  const resource = resourceOf(context.contract, context.operation);
  if (resource === undefined || context.operation.action.does === 'list') return undefined;
  const parent = context.request.path[resource.parent ?? ''] ?? '';
  if (resource.key === undefined) return { resource: resource.name, parent, key: '' };
  const key = context.request.path[resource.key] ?? sentBody(context)[resource.key];
  return typeof key === 'string' ? { resource: resource.name, parent, key } : undefined;
}

export function savedAt(state: ModelState, place: Place | undefined): Saved | undefined {
  return place && state.resources.get(place.resource)?.get(place.parent)?.get(place.key);
}

/** A decision after which something else stands at the request's place; where nothing stands there, nothing changes. */
export function savingOtherwise(
  decision: Decision,
  context: FaultContext,
  change: (saved: Saved, place: Place) => Saved | undefined,
): Decision {
  const place = placeOf(context);
  const saved = savedAt(decision.next, place);
  if (place === undefined || saved === undefined) return decision;
  return { ...decision, next: withSaved(decision.next, place, change(saved, place)) };
}

/** Whether an operation creates, replaces or saves. */
export function writes({ action }: Operation): boolean {
  return action.does === 'create' || action.does === 'replace' || action.does === 'save';
}

/** properties of a resource that hold any text, the optional ones first: those that a fault can change freely. */
export function freeProperties(resource: Resource): readonly Property[] {
  return resource.properties
    .filter(
      (property) =>
        !/[.[]/.test(property.name) &&
        property.name !== resource.key &&
        property.types.includes('string') &&
        property.enum === undefined &&
        property.masked !== true &&
        property.binding === 'MUST' &&
        !resource.serverMade.includes(property.name) &&
        !resource.neverReturned.includes(property.name),
    )
    .toSorted((left, right) => Number(left.required) - Number(right.required));
}

/** Names of the faults of one resource carry it only where the API has several. */
export function suffixOf(contract: Contract, resource: Resource): string {
  return contract.resources.length > 1 ? `:${resource.name}` : '';
}
