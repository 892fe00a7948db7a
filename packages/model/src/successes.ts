import {
  below,
  isObject,
  locatedBy,
  pathInLocation,
  valueAt,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import { touched } from './access.ts';
import { conflictOf, notFoundOf } from './conflicts.ts';
import type { Context } from './context.ts';
import { knownOfDeleted } from './knownOfDeleted.ts';
import { knownOfList } from './knownOfList.ts';
import { mergedFrom } from './mergedFrom.ts';
import type { AllowedResponse, ModelRequest, ModelState } from './model.ts';
import { withoutSaved } from './modelState.ts';
import { createdPlace, placeOf, savedAt } from './place.ts';
import type { Plan } from './plan.ts';
import { savedFrom, withMade } from './savedFrom.ts';
import { closed, opened } from './session.ts';
import type { ShownResource } from './shown.ts';
import { shownProperties } from './shownProperties.ts';
import { stored } from './stored.ts';
import { responsesWith, beforeFirstSave, nothingKnown, type Known } from './successResponses.ts';

/** Every response that is allowed to a right request, and what each leaves behind. */
export function successes(
  context: Context,
  state: ModelState,
  request: ModelRequest,
): readonly AllowedResponse[] {
  const plan = context.plan(request.operation);
  const { action } = plan.operation;
  const after = touched(state, request);
  const response = (known: () => Known, next: AllowedResponse['next'] = () => after) =>
    responsesWith(plan, request, known, next);

  switch (action.does) {
    case 'ask': {
      const asked = response(nothingKnown);
      const notFound = notFoundOf(context.contract, plan.operation, asked);
      return notFound.length === 0 ? asked : [...asked, ...notFound];
    }
    case 'open':
      return response(nothingKnown, ({ body }) =>
        opened(context, after, plan.operation, request, body),
      );
    case 'close':
      return response(nothingKnown, () => closed(after, request));
    case 'list':
      return response(() => knownOfList(context, state, plan.operation, action, request));
    case 'delete': {
      const resource = context.resource(action.resource);
      const place = placeOf(state, resource, request, { alike: true });
      const known = () => knownOfDeleted(context, plan.operation, resource, savedAt(state, place));
      return response(known, () => withoutSaved(after, place, context.contract.resources));
    }
    case 'read':
      return readResponses(context, state, context.resource(action.resource), action.at, request);
    case 'merge':
    case 'create':
    case 'replace':
    case 'save': {
      const write = action.does === 'merge' ? mergeResponses : writeResponses;
      const written = write(context, state, plan, action, request);
      const resource = context.resource(action.resource);
      const conflict = conflictOf(state, plan.operation, resource, request, written);
      return conflict.length === 0 ? written : [...written, ...conflict];
    }
    default:
      throw new Error(`no response is known for what ${plan.operation.id} does`);
  }
}

/** What a read shows: the last save, or what is there before it, by the document. */
function readResponses(
  context: Context,
  state: ModelState,
  resource: Resource,
  at: string,
  request: ModelRequest,
): readonly AllowedResponse[] {
  const plan = context.plan(request.operation);
  const after = touched(state, request);
  const next = (): ModelState => after;
  const saved = savedAt(state, placeOf(state, resource, request, { alike: true }));
  if (saved !== undefined) {
    return responsesWith(plan, request, () => knownOf(context.show(resource, saved, at)), next);
  }
  return resource.absent === undefined
    ? responsesWith(plan, request, nothingKnown, next)
    : beforeFirstSave(context, plan, resource, resource.absent, request, next);
}

/** What a create, replace or save shows, and leaves behind. */
function writeResponses(
  context: Context,
  state: ModelState,
  plan: Plan,
  action: Extract<Operation['action'], { readonly resource: string }>,
  request: ModelRequest,
): readonly AllowedResponse[] {
  const resource = context.resource(action.resource);
  const after = touched(state, request);
  const place =
    action.does === 'create'
      ? createdPlace(resource, request)
      : placeOf(state, resource, request, { alike: action.does === 'replace' });
  const saved = savedFrom(plan, resource, request);
  const shown = () => knownOf(context.show(resource, saved, action.at));
  const known = action.does === 'save' ? () => lenient(resource, action.at, shown()) : shown;
  const isUpsert = action.does === 'save' && place !== undefined && resource.key !== undefined;
  const fitting = isUpsert ? planAt(plan, savedAt(state, place) !== undefined) : plan;
  return responsesWith(fitting, request, known, ({ status, body, headers }) => {
    const located = pathOfMade(context, plan, request, status, headers);
    return stored(after, resource, place, saved, valueAt(body, action.at), request, located);
  });
}

/** The path parameters that the `Location` of a response gives what was made. */
function pathOfMade(
  { contract }: Context,
  { operation, successes: documented }: Plan,
  request: ModelRequest,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const { location } = headers;
  const response = documented.find((one) => one.response.status === status)?.response;
  const located = response && locatedBy(operation, response, contract);
  if (location === undefined || located === undefined) return {};
  return pathInLocation(contract, operation, request.path, located, location) ?? {};
}

/**
 * The successes of a save under a key: 201 where nothing was there, another one where something was. Where the document has
 * only one sort of them, it stands for both. Source: RFC 9110, 9.3.4.
 */
function planAt(plan: Plan, isThere: boolean): Plan {
  const fitting = plan.successes.filter(({ response }) => (response.status === 201) !== isThere);
  return fitting.length === 0 ? plan : { ...plan, successes: fitting };
}

/** What a merge shows, and leaves behind. */
function mergeResponses(
  context: Context,
  state: ModelState,
  plan: Plan,
  action: Extract<Operation['action'], { readonly resource: string }>,
  request: ModelRequest,
): readonly AllowedResponse[] {
  const resource = context.resource(action.resource);
  const after = touched(state, request);
  const place = placeOf(state, resource, request, { alike: true });
  const before = savedAt(state, place);
  const saved = mergedFrom(plan, resource, request, before ?? {});
  const known = (): Known => {
    const shown = knownOf(context.show(resource, saved, action.at));
    // Of what exists once, nobody knows what it had before it was first written.
    return before === undefined
      ? { ...shown, absent: shown.absent.filter(({ never }) => never === true) }
      : shown;
  };
  return responsesWith(plan, request, known, ({ body }) => {
    const shown = valueAt(body, action.at);
    const all = before === undefined && isObject(shown) ? shownProperties(resource, shown) : {};
    const unnamed = Object.entries(all).filter(([name]) => !Object.hasOwn(saved, name));
    const whole = withMade(saved, Object.fromEntries(unnamed));
    return stored(after, resource, place, whole, shown, request);
  });
}

/** The response to a save may leave out what its schema lets it leave out; only a read has to show everything. */
function lenient(resource: Resource, at: string, known: Known): Known {
  const required = new Set(
    resource.properties.filter((property) => property.required).map(({ name }) => below(at, name)),
  );
  return {
    ...known,
    equals: known.equals.filter((pinned) => required.has(pinned.at)),
    optional: [...known.optional, ...known.equals.filter((pinned) => !required.has(pinned.at))],
  };
}

function knownOf({ equals, optional, absent, made }: ShownResource): Known {
  return { equals, optional, absent, made };
}
