import {
  placeAbove,
  parentTextIn,
  isMapItself,
  isNested,
  locatedBy,
  parentsAbove,
  pathInLocation,
  valueAt,
  type Contract,
  type JsonValue,
  type Operation,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import {
  childrenOf,
  isObject,
  savedAt,
  withSaved,
  type Place,
  type Saved,
} from '@oidc-admin/model';
import type { Decision, FaultContext } from '../fault.ts';

/** The resource that an operation works on; undefined for log-on, log-off and those that only ask. */
export function resourceOf(contract: Contract, { action }: Operation): Resource | undefined {
  return 'resource' in action
    ? contract.resources.find(({ name }) => name === action.resource)
    : undefined;
}

/** The JSON object in a request's body; empty where there is none. */
export function sentBody({ request }: Pick<FaultContext, 'request'>): {
  readonly [name: string]: JsonValue;
} {
  return request.body.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
}

/** Which saved resource a request speaks of; undefined where it names none. */
export function namedPlace(context: FaultContext): Place | undefined {
  const resource = resourceOf(context.contract, context.operation);
  if (resource === undefined || context.operation.action.does === 'list') return undefined;
  const parent = parentTextIn(resource, context.request.path);
  if (resource.key === undefined) return { resource: resource.name, parent, key: '' };
  const key = context.request.path[resource.key] ?? sentBody(context)[resource.key];
  return typeof key === 'string' ? { resource: resource.name, parent, key } : undefined;
}

/** Where a create saved something under a key that the server made: what its response shows, in its body or its `Location`. */
function shownPlace(
  { body, status, headers }: Decision,
  { contract, operation, request }: FaultContext,
): Place | undefined {
  const { action } = operation;
  const resource = resourceOf(contract, operation);
  if (resource?.key === undefined || action.does !== 'create') return undefined;
  const shown = valueAt(body, action.at);
  const documented = operation.responses.find((one) => one.status === status);
  const located = documented && locatedBy(operation, documented, contract);
  const location = headers.find(([name]) => name === 'location')?.[1];
  const path =
    located && location !== undefined
      ? pathInLocation(contract, operation, request.path, located, location)
      : undefined;
  const key = (isObject(shown) ? shown[resource.key] : undefined) ?? path?.[resource.key];
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  const parent = parentTextIn(resource, request.path);
  return { resource: resource.name, parent, key: String(key) };
}

/** What a request speaks of, as it was saved before it. */
export function savedBefore(context: FaultContext): Saved | undefined {
  const place = namedPlace(context);
  return place && savedAt(context.state, place);
}

/** A decision after which something else is saved at the request's place; if nothing is saved there, nothing changes. */
export function savingOtherwise(
  decision: Decision,
  context: FaultContext,
  change: (saved: Saved, place: Place) => Saved | undefined,
): Decision {
  const place = namedPlace(context) ?? shownPlace(decision, context);
  const saved = place && savedAt(decision.next, place);
  if (place === undefined || saved === undefined) return decision;
  return { ...decision, next: withSaved(decision.next, place, change(saved, place)) };
}

/** Properties of a resource that hold any text, or the values of one that is a map; the optional ones first: those that a fault can change freely. */
export function freeProperties(resource: Resource): readonly Property[] {
  return freeTexts(resource).filter(({ name }) => !isNested(name) || isMapItself([{ name }]));
}

/** The same of those that stand inside of others. */
export function freeInside(resource: Resource): readonly Property[] {
  return freeTexts(resource).filter(({ name }) => isNested(name) && !isMapItself([{ name }]));
}

function freeTexts(resource: Resource): readonly Property[] {
  return resource.properties
    .filter(
      (property) =>
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

/** A text as it is, nothing as the empty text, every other value as JSON. */
export function asText(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The values that a parameter of the path may have: of the deployment, or what operations of the document have made. */
export function knownParents(
  { contract, deployment, operation, state, request }: FaultContext,
  parameter: string,
): readonly string[] {
  const above = parentsAbove(operation, contract).find((one) => one.parameter === parameter);
  return above === undefined
    ? (deployment.parents[parameter] ?? [])
    : [
        ...childrenOf(
          state,
          above.resource.name,
          placeAbove(operation, above, request.path).parent,
        ).keys(),
      ];
}
