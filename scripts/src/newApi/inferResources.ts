import { isServerMade, inferKey } from './inferKey.ts';
import type { InferredAction, InferredResource } from './inferred.ts';
import { listedEverywhere } from './listedEverywhere.ts';
import { canBeMerged, whyNotMerged } from './mergeBodies.ts';
import {
  type ForeignOperation,
  type ForeignObject,
  foreignOperations,
  objectOf,
  showsNothing,
} from './openApi.ts';
import type { Remarks } from './remarks.ts';
import {
  type Group,
  groupsOf,
  namesOf,
  parametersIn,
  namelessRoute,
  staticBase,
} from './routeGroups.ts';
import {
  listPlace,
  placeInResponse,
  sendsShown,
  type ShownSchema,
  shownSchema,
} from './shownSchema.ts';

export interface Inferred {
  readonly resources: readonly InferredResource[];
  /** Operations that belong to no resource. */
  readonly others: readonly InferredAction[];
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

/** Whether an operation is about elements of a list that no path names, or makes what nothing reads. */
function isNameless(
  { parameter }: Group,
  { does }: InferredAction,
  actions: readonly InferredAction[],
): boolean {
  return (
    parameter === undefined &&
    (does === 'list' || (does === 'create' && !actions.some((one) => one.does === 'read')))
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
  if (!actions.every((action) => sendsShown(document, action, shown))) return undefined;
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
        ? `does PUT ${route} create what is not there? It documents no 201, and the copy has no POST that creates: it is left out of the copy`
        : `what does ${method.toUpperCase()} ${route} change? ${method === 'post' && saysNothing(operation) ? 'It has no body that says it' : 'No read shows it'}, so it is left out of the copy`,
  );
  return { operation, does: 'other', at: '' };
}

/** Whether some operation makes the thing that a base stands below, and so on, up to the outermost. */
function isMadeAbove(groups: readonly Group[], base: string): boolean {
  const [, item = ''] = /^(.*\}[^/]*)(?:\/[^{}]*)?$/.exec(base) ?? [];
  const { base: around, parameter } = staticBase(item);
  if (parametersIn(around).length === 0 && parametersIn(base).length < 2) return true;
  const above = groups.find((one) => namelessRoute(one.base) === namelessRoute(around));
  const isMade =
    parameter !== undefined &&
    above !== undefined &&
    (above.onCollection.some(({ method }) => method === 'post') || isSavedBy(above));
  return isMade && (parametersIn(around).length < 2 || isMadeAbove(groups, around));
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
    // What sends nothing saves nothing: it makes something anew, or does what no read tells.
    does: operation.method === 'post' && saysNothing(operation) ? 'other' : verbs[operation.method],
    at: '',
  }));
}

/** Whether a request has no body by which it could say what it saves. */
function saysNothing({ data }: ForeignOperation): boolean {
  return data['requestBody'] === undefined;
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
