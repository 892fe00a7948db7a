import { isServerMade, inferKey } from './inferKey.ts';
import type { InferredAction, InferredResource } from './inferred.ts';
import { listedEverywhere } from './listedEverywhere.ts';
import { canBeMerged, whyNotMerged } from './mergeBodies.ts';
import { camelName, singular, wordsInName } from './names.ts';
import {
  type ForeignOperation,
  type ForeignObject,
  follow,
  foreignOperations,
  objectOf,
} from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { listPlace, placeInResponse, type ShownSchema, shownSchema } from './shownSchema.ts';

export interface Inferred {
  readonly resources: readonly InferredResource[];
  /** Operations that belong to no resource. */
  readonly others: readonly InferredAction[];
}

interface Group {
  /** The route without the key at its end. */
  readonly base: string;
  readonly onCollection: ForeignOperation[];
  readonly onItem: ForeignOperation[];
  parameter?: string;
}

/** Finds resources, their keys, parents and actions by methods, paths and schemas. */
export function inferResources(document: ForeignObject, remarks: Remarks): Inferred {
  const operations = foreignOperations(document);
  const groups = groupsOf(operations);
  const names = namesOf(groups);
  const resources: InferredResource[] = [];
  const others: InferredAction[] = [];
  const left: InferredAction[] = [];
  for (const group of groups) {
    const actions = actionsOf(document, group);
    const parents = parametersIn(group.base);
    if (parents.length > 1 && !isMadeAbove(groups, group.base)) {
      others.push(...actions.map((action) => belowSeveral(action, parents, remarks)));
      continue;
    }
    const understood = actions.filter(
      (action, index) =>
        isUnderstood(document, action, actions, index) && !isNameless(group, action, actions),
    );
    const name = names.get(group.base) ?? 'thing';
    const resource = resourceOf(document, group, understood, name, remarks);
    if (resource !== undefined) resources.push(resource);
    const saving = understood.find(({ does }) => does === 'save');
    if (saving !== undefined && group.parameter !== undefined)
      remarks.guess(
        saving.operation.path,
        `PUT ${saving.operation.route} creates what is not there: it documents 201`,
      );
    left.push(
      ...(resource === undefined ? actions : actions.filter((one) => !understood.includes(one))),
    );
  }
  const all = new Map(resources.map((one) => [one.name, one]));
  for (const action of left) {
    const listed = listedEverywhere(document, action, [...all.values()]);
    const known = all.get(listed?.resource ?? '');
    if (
      listed === undefined ||
      known === undefined ||
      known.actions.some(({ does }) => does === 'listAll')
    )
      others.push(alone(document, action, remarks));
    else {
      all.set(known.name, { ...known, actions: [...known.actions, listed.action] });
      const { route, path } = action.operation;
      remarks.guess(
        path,
        `GET ${route} lists ${known.name} below all ${known.parents.join(' and ')}`,
      );
    }
  }
  return { resources: [...all.values()], others };
}

function staticBase(route: string): { readonly base: string; readonly parameter?: string } {
  const trimmed = route.replace(/\/+$/, '');
  const match = /^(.*)\/\{([^{}/]+)\}$/.exec(trimmed);
  return match?.[1] === undefined || match[2] === undefined
    ? { base: trimmed }
    : { base: match[1], parameter: match[2] };
}

/** The base of a route: of `/things/uid/{uid}` it is `/things`, where nothing else is under `/things/uid` and `/things`. */
function baseOf(route: string, routes: ReadonlySet<string>): ReturnType<typeof staticBase> {
  const found = staticBase(route);
  const { base, parameter } = found;
  const [, before, word = ''] = /^(.*)\/([^/{}]+)$/.exec(base) ?? [];
  if (parameter === undefined || before === undefined) return found;
  const isNamed = wordsInName(word).join() === wordsInName(parameter).slice(-1).join();
  const place = placeOf(before);
  return isNamed && routes.has(place) && !routes.has(placeOf(base)) && !routes.has(`${place}/{}`)
    ? { base: before, parameter }
    : found;
}

function groupsOf(operations: readonly ForeignOperation[]): readonly Group[] {
  const groups = new Map<string, Group>();
  const routes = new Set(operations.map(({ route }) => placeOf(route.replace(/\/+$/, ''))));
  for (const operation of operations) {
    const { base, parameter } = baseOf(operation.route, routes);
    const group = groups.get(base) ?? { base, onCollection: [], onItem: [] };
    groups.set(base, group);
    if (parameter === undefined) group.onCollection.push(operation);
    else {
      group.onItem.push(operation);
      group.parameter = parameter;
    }
  }
  return [...groups.values()];
}

/** One name for each group: its last word that is no parameter; where two are alike, the words before as well. */
function namesOf(groups: readonly Group[]): ReadonlyMap<string, string> {
  const words = new Map(
    groups.map(({ base, parameter }) => {
      const parts = base.split('/').filter((part) => part !== '' && !part.startsWith('{'));
      const named = parts.map((part) => wordsInName(part));
      const last = named.at(-1) ?? ['thing'];
      const one =
        parameter === undefined ? last : [...last.slice(0, -1), singular(last.at(-1) ?? '')];
      return [base, [...named.slice(0, -1).map((part) => part.map(singular)), one]] as const;
    }),
  );
  const names = new Map<string, string>();
  for (const [base, parts] of words) {
    let length = 1;
    const named = (): string => camelName(parts.slice(-length).flat());
    const isTaken = (): boolean =>
      [...words].some(
        ([other, theirs]) => other !== base && camelName(theirs.slice(-length).flat()) === named(),
      );
    while (length < parts.length && isTaken()) length += 1;
    const known = new Set(names.values());
    let name = named();
    for (let count = 2; known.has(name); count += 1) name = `${named()}${count}`;
    names.set(base, name);
  }
  return names;
}

const parameterPattern = /\{([^{}/]+)\}/g;

function parametersIn(route: string): readonly string[] {
  return [...route.matchAll(parameterPattern)].flatMap(([, name]) => name ?? []);
}

function actionsOf(document: ForeignObject, group: Group): readonly InferredAction[] {
  return group.parameter === undefined ? singletonActions(document, group) : keyedActions(group);
}

/** Each verb once, the first that has it, and only those that an engine knows. */
function isUnderstood(
  document: ForeignObject,
  action: InferredAction,
  all: readonly InferredAction[],
  index: number,
): boolean {
  const { does } = action;
  if (does === 'other' || all.findIndex((one) => one.does === does) !== index) return false;
  return does !== 'merge' || canBeMerged(document, action.operation, shownBy(document, all));
}

/** Whether an operation is about elements of a list that no path names. */
function isNameless(
  { parameter }: Group,
  { does }: InferredAction,
  actions: readonly InferredAction[],
): boolean {
  return (
    parameter === undefined &&
    (does === 'list' || (does === 'create' && actions.some((one) => one.does === 'list')))
  );
}

/** The schema that the operations of a group show. */
function shownBy(
  document: ForeignObject,
  actions: readonly InferredAction[],
): ShownSchema | undefined {
  const [reading, listing, creating] = (['read', 'list', 'create'] as const).map((verb) =>
    actions.find(({ does }) => does === verb),
  );
  return shownSchema(document, reading, listing, creating);
}

function resourceOf(
  document: ForeignObject,
  group: Group,
  actions: readonly InferredAction[],
  name: string,
  remarks: Remarks,
): InferredResource | undefined {
  const creating = actions.find(({ does }) => does === 'create');
  const shown = shownBy(document, actions);
  const changes = actions.some(({ does }) => !['read', 'list', 'ask'].includes(does));
  const [first] = actions;
  if (shown === undefined || (!changes && group.parameter === undefined) || first === undefined)
    return undefined;
  const parents = parametersIn(group.base);
  const key =
    group.parameter === undefined
      ? undefined
      : inferKey(
          document,
          group.parameter,
          name,
          shown,
          remarks,
          group.onItem[0] ?? first.operation,
        );
  if (key === undefined && group.parameter !== undefined) return undefined;
  const serverMade = key !== undefined && isServerMade(document, key, shown, creating, remarks);
  remarks.guess(
    first.operation.path,
    `${name} is ${group.parameter === undefined ? 'one thing that is read and saved' : 'a thing among others'}${parents.length === 0 ? '' : ` below ${parents.join(' and ')}`}, shown as ${shown.pointer}`,
  );
  return {
    name,
    parents,
    ...(key === undefined ? {} : { key }),
    serverMade,
    schema: shown.pointer,
    schemaPath: shown.path,
    actions: actions.map((one) => ({
      ...one,
      // Nobody knows a free key that the server would make.
      does: one.does === 'save' && serverMade ? 'replace' : one.does,
      at: placeInResponse(document, one, shown.inner),
    })),
  };
}

/** An operation that belongs to no resource. */
function alone(
  document: ForeignObject,
  { operation }: InferredAction,
  remarks: Remarks,
): InferredAction {
  const { method, route, path } = operation;
  if (method === 'get' && showsNothing(document, operation)) {
    remarks.question(
      path,
      `GET ${route} shows nothing in a media type that is read, so it is left out of the copy`,
    );
    return { operation, does: 'other', at: '' };
  }
  if (method === 'get') {
    remarks.guess(path, `GET ${route} only asks: nothing else is done with what it shows`);
    return { operation, does: 'ask', at: '' };
  }
  remarks.question(
    path,
    method === 'patch'
      ? `${whyNotMerged(document, operation)}: it is left out of the copy`
      : method === 'put' && route.endsWith('}')
        ? `does PUT ${route} create what is not there? It documents no 201, and no POST creates: it is left out of the copy`
        : `what does ${method.toUpperCase()} ${route} change? No read shows it, so it is left out of the copy`,
  );
  return { operation, does: 'other', at: '' };
}

/** Whether each success of an operation has a body of which nothing is read. */
function showsNothing(document: ForeignObject, { path, data }: ForeignOperation): boolean {
  const successes = Object.entries(objectOf(data['responses'])).filter(([status]) =>
    /^2(?:\d\d|XX)$/i.test(status),
  );
  return (
    successes.length > 0 &&
    successes.every(([status, response]) => {
      const { data: one } = follow(document, [...path, 'responses', status], response);
      return one['x-body'] === 'any';
    })
  );
}

/** Whether some operation makes the thing that a base stands below, and so on, up to the outermost. */
function isMadeAbove(groups: readonly Group[], base: string): boolean {
  const [, item = ''] = /^(.*\})(?:\/[^{}]*)?$/.exec(base) ?? [];
  const { base: around, parameter } = staticBase(item);
  if (parametersIn(around).length === 0 && parametersIn(base).length < 2) return true;
  const above = groups.find((one) => placeOf(one.base) === placeOf(around));
  const isMade =
    parameter !== undefined &&
    above !== undefined &&
    (above.onCollection.some(({ method }) => method === 'post') || isSavedBy(above));
  return isMade && (parametersIn(around).length < 2 || isMadeAbove(groups, around));
}

/** A route without the names of its parameters. */
function placeOf(route: string): string {
  return route.replaceAll(parameterPattern, '{}');
}

/** An operation on what stands below more than one parent that nobody makes. */
function belowSeveral(
  { operation }: InferredAction,
  parents: readonly string[],
  remarks: Remarks,
): InferredAction {
  const { method, route, path } = operation;
  remarks.question(
    path,
    `${method.toUpperCase()} ${route} is below ${parents.join(' and ')}, and no operation makes what it stands below: it is left out of the copy`,
  );
  return { operation, does: 'other', at: '' };
}

function singletonActions(document: ForeignObject, group: Group): readonly InferredAction[] {
  const has = (method: string): boolean =>
    group.onCollection.some((operation) => operation.method === method);
  const isList = group.onCollection.some(
    (operation) => operation.method === 'get' && listPlace(document, operation) !== undefined,
  );
  const verbs = {
    get: isList && has('post') ? 'list' : 'read',
    post: isList || !has('get') || has('put') ? 'create' : 'save',
    put: 'save',
    patch: 'merge',
    delete: 'delete',
  } as const;
  return group.onCollection.map((operation) => ({
    operation,
    does: verbs[operation.method],
    at: '',
  }));
}

function keyedActions(group: Group): readonly InferredAction[] {
  const creates = group.onCollection.some(({ method }) => method === 'post');
  const onCollection = {
    get: 'list',
    post: 'create',
    put: 'other',
    patch: 'other',
    delete: 'other',
  };
  const onItem = {
    get: 'read',
    put: isSavedBy(group) ? 'save' : creates ? 'replace' : 'other',
    post: 'replace',
    patch: 'merge',
    delete: 'delete',
  };
  const actionOf = (
    operation: ForeignOperation,
    verbs: Readonly<Record<string, string>>,
  ): InferredAction => ({
    operation,
    does: (verbs[operation.method] ?? 'other') as InferredAction['does'],
    at: '',
  });
  return [
    ...group.onCollection.map((operation) => actionOf(operation, onCollection)),
    ...group.onItem.map((operation) => actionOf(operation, onItem)),
  ];
}

/** Whether a PUT of a group says by its statuses that it creates what is not there. */
function isSavedBy({ onItem }: Group): boolean {
  return onItem.some(
    ({ method, data }) =>
      method === 'put' && Object.keys(objectOf(data['responses'])).includes('201'),
  );
}
