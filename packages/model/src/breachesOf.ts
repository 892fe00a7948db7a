import {
  placeAbove,
  isAboutOne,
  type Operation,
  type Resource,
  wrongWayOf,
} from '@oidc-admin/contract';
import { accessOf } from './access.ts';
import { bodyBreaches } from './bodyBreaches.ts';
import { breachBy, breachOf, nameOf, type Breach } from './breach.ts';
import type { Context } from './context.ts';
import type { ModelRequest, ModelState } from './model.ts';
import { createdPlace, keyLike, placeOf, savedAt, type Place } from './place.ts';
import type { Plan } from './plan.ts';
import { credentialsOf } from './session.ts';
import { orFailed, stateBreaches } from './tagBreaches.ts';

/** How a request is looked at: how a session at its time-out is taken, and which breaches are forgiven. */
export interface View {
  readonly doubtful: 'open' | 'expired';
  readonly excused: ReadonlySet<string>;
}

/**
 * Every rule that a request breaks, in the order of security, permission, existence, body; a taken key and wrong
 * credentials only where all else is right.
 */
export function breachesOf(
  context: Context,
  state: ModelState,
  request: ModelRequest,
  view: View,
): readonly Breach[] {
  const plan = context.plan(request.operation);
  const { operation } = plan;
  const breaches = [
    ...accessBreaches(context, state, operation, request, view.doubtful),
    ...existenceBreaches(context, state, plan, request, view.excused),
    ...context.validators
      .validateQuery(operation.id, request.query)
      .map((broken) => breachOf(context, 'body', broken)),
    ...(request.headers === undefined
      ? []
      : context.validators.validateHeaders(operation.id, request.headers)
    ).map((broken) => breachOf(context, 'body', broken)),
    ...bodyBreaches(context, plan, request),
  ].filter((breach) => !view.excused.has(nameOf(breach)));
  if (breaches.length > 0) return breaches;
  return lastBreaches(context, state, operation, request).filter(
    (breach) => !view.excused.has(nameOf(breach)),
  );
}

function accessBreaches(
  context: Context,
  state: ModelState,
  operation: Operation,
  request: ModelRequest,
  doubtful: 'open' | 'expired',
): readonly Breach[] {
  const location = carrierOf(context, operation);
  const refused = (way: string): Breach => {
    const message = `The credentials are not accepted (${way}).`;
    const about = { element: way };
    const details = { location, message, about };
    const breach = breachBy(context, 'security', operation.id, 'security', details);
    // A way that no clause speaks of for this operation, such as a changed body where there is none.
    const found = wrongWayOf(context.contract, operation, way);
    const outcome = found?.scheme.wrong[found.way];
    const isSpokenOf = context.clauses.find(operation.id, 'security', about) !== undefined;
    return isSpokenOf || outcome === undefined ? breach : { ...breach, outcome };
  };
  const access = accessOf(context, state, operation, request);
  if (access.kind === 'refused') return [refused(access.way)];
  if (access.doubtful && doubtful === 'expired') return [refused('expired')];
  if (access.role === undefined || operation.roles === undefined) return [];
  if (operation.roles.includes(access.role)) return [];
  const message = `The role must be one of ${operation.roles.join(', ')}.`;
  return [breachBy(context, 'permission', operation.id, 'permission', { location, message })];
}

/** Where credentials stand: a header, or the query. */
function carrierOf(context: Context, operation: Operation): readonly string[] {
  const { header = 'authorization', parameter } =
    context.contract.security[operation.security ?? ''] ?? {};
  return parameter?.in === 'query' ? ['query', parameter.name] : ['header', header.toLowerCase()];
}

/** Broken path parameters; where there are none, parents and keys that do not exist. */
function existenceBreaches(
  context: Context,
  state: ModelState,
  { operation, above }: Plan,
  request: ModelRequest,
  excused: ReadonlySet<string>,
): readonly Breach[] {
  const malformed = context.validators
    .validatePath(operation.id, request.path)
    .map((broken) => breachOf(context, 'existence', broken))
    .filter((breach) => !excused.has(nameOf(breach)));
  if (malformed.length > 0) return malformed;
  const missing = (name: string): Breach => {
    const about = { in: 'path', element: name } as const;
    const details = { location: ['path', name], message: `There is no such ${name}.`, about };
    return breachBy(context, 'existence', operation.id, 'existence', details);
  };
  // What only a deployment knows stands above all else.
  for (const [name, known] of Object.entries(context.deployment.parents)) {
    const given = Object.hasOwn(request.path, name) ? request.path[name] : undefined;
    if (above.some(({ parameter }) => parameter === name)) continue;
    // What a path leaves to the server is there.
    if (!operation.parameters.some((one) => one.in === 'path' && one.name === name)) continue;
    if (given !== undefined && !known.includes(given)) return [missing(name)];
  }
  for (const one of above) {
    const { parameter, resource } = one;
    const place = { ...placeAbove(operation, one, request.path), resource: resource.name };
    if (savedAt(state, place) === undefined)
      return [orAlike(state, resource, place, missing(parameter))];
  }
  const { action } = operation;
  if (!isAboutOne(action)) return [];
  const resource = context.resource(action.resource);
  if (resource.key === undefined && resource.absent !== undefined && action.does === 'read')
    return [];
  const place = placeOf(state, resource, request, { alike: false });
  if (savedAt(state, place) !== undefined) return [];
  const breach = orFailed(
    context,
    operation,
    request,
    missing(resource.key ?? resource.parent ?? resource.name),
  );
  // What exists once may have its defaults where nothing was saved: it can be read or changed,
  // and to delete it is to have them again.
  if (resource.key === undefined) {
    const { outcome } = breach;
    const accepted = [{ as: 'accepted' }] as const;
    const allow = ['delete', 'merge'].includes(action.does)
      ? [...accepted, ...outcome.allow]
      : [...outcome.allow, ...accepted];
    return [{ ...breach, outcome: { ...outcome, allow } }];
  }
  return [orAlike(state, resource, place, breach)];
}

/** Tolerates that a key is taken for another one, from which it differs in letter case only. */
function orAlike(state: ModelState, resource: Resource, place: Place, breach: Breach): Breach {
  if (!caseMayCount(resource) || keyLike(state, place) === undefined) return breach;
  const { outcome } = breach;
  return { ...breach, outcome: { ...outcome, warn: [...outcome.warn, { as: 'accepted' }] } };
}

function lastBreaches(
  context: Context,
  state: ModelState,
  operation: Operation,
  request: ModelRequest,
): readonly Breach[] {
  if (operation.action.does === 'open') return credentialsBreaches(context, operation, request);
  if (operation.action.does !== 'create') return stateBreaches(context, state, operation, request);
  const resource = context.resource(operation.action.resource);
  const place = createdPlace(resource, request);
  if (place === undefined) return [];
  const taken = breachBy(context, 'last', operation.id, 'taken', {
    location: ['body', resource.key ?? ''],
    message: `The ${resource.key ?? 'key'} is taken.`,
  });
  if (savedAt(state, place) !== undefined) return [taken];
  if (!caseMayCount(resource) || keyLike(state, place) === undefined) return [];
  const { allow } = taken.outcome;
  return [
    {
      ...taken,
      tolerated: true,
      outcome: { ...taken.outcome, allow: [{ as: 'accepted' }], warn: allow },
    },
  ];
}

/** Whether two keys that differ only in letter case are expected, but not demanded, to be two resources. */
function caseMayCount(resource: Resource): boolean {
  return resource.rules.distinctCase?.binding === 'SHOULD';
}

function credentialsBreaches(
  context: Context,
  operation: Operation,
  request: ModelRequest,
): readonly Breach[] {
  const { users } = context.deployment;
  const { username, password } = credentialsOf(operation, request);
  if (Object.hasOwn(users, username) && users[username]?.password === password) return [];
  const details = { location: ['body'], message: 'The user name or the password is wrong.' };
  return [breachBy(context, 'last', operation.id, 'credentials', details)];
}
