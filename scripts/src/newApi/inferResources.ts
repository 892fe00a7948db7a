import { isSavedBy, parentsOfGroup, whoKnowsParents } from './groupParents.ts';
import { isServerMade, inferKey } from './inferKey.ts';
import type { InferredAction, InferredResource } from './inferred.ts';
import { listedEverywhere } from './listedEverywhere.ts';
import { canBeMerged, whyNotMerged } from './mergeBodies.ts';
import { mergeGroups } from './mergeGroups.ts';
import {
  type ForeignOperation,
  type ForeignObject,
  foreignOperations,
  jsonSchemaOf,
  propertiesOf,
  showsNothing,
} from './openApi.ts';
import { Remarks } from './remarks.ts';
import { type Group, groupsOf, namesOf } from './routeGroups.ts';
import { shownParents } from './shownParents.ts';
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
  const found = groupsOf(operations);
  const shown = new Map(
    found.map((one) => [one.base, once(() => shownBy(document, actionsOf(document, one)))]),
  );
  const groups = mergeGroups(
    found,
    {
      of: ({ base }) => shown.get(base)?.(),
      makesKeys: (group, creating) => makesKeysOf(document, group, creating),
      keyOf: (group) => keyOf(document, group, shown.get(group.base)?.()),
      lists: (one) => one.method === 'get' && listPlace(document, one) !== undefined,
      sends: (one) => sentBy(document, one),
    },
    remarks,
  );
  const names = namesOf(groups);
  const resources: InferredResource[] = [];
  const others: InferredAction[] = [];
  const left: InferredAction[] = [];
  for (const group of groups) {
    const actions = actionsOf(document, group);
    const parents = parentsOfGroup(groups, group);
    const known = whoKnowsParents(groups, group, parents);
    if (known === 'nobody') {
      others.push(...actions.map((action) => belowSeveral(action, parents, remarks)));
      continue;
    }
    const understood = actions.filter(
      (action, index) =>
        isUnderstood(document, action, actions, index) && !isNameless(group, action, actions),
    );
    const name = names.get(group.base) ?? 'thing';
    const resource = resourceOf(document, { ...group, parents }, understood, name, remarks);
    if (resource !== undefined) resources.push(resource);
    if (resource !== undefined && known === 'deployment' && parents.length > 1)
      remarks.guess(
        resource.actions[0]?.operation.path ?? [],
        `${parents.join(' and ')}, below which ${name} stands, are known to a deployment only: no operation makes them`,
      );
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
  const { parents = [] } = group;
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
  const parentShown = shownParents(document, group, actions, shown, remarks);
  const serverMade = key !== undefined && isServerMade(document, key, shown, creating, remarks);
  remarks.guess(
    first.operation.path,
    `${name} is ${group.parameter === undefined ? 'one thing that is read and saved' : 'a thing among others'}${parents.length === 0 ? '' : ` below ${parents.join(' and ')}`}, shown as ${shown.pointer}`,
  );
  return {
    name,
    parents,
    ...(key === undefined ? {} : { key }),
    ...(parentShown === undefined ? {} : { parentShown }),
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

/** Whether the server makes the keys of things that are read in one place and made in another. */
function makesKeysOf(
  document: ForeignObject,
  { parameter = '', onItem }: Group,
  operation: ForeignOperation,
): boolean {
  const action: InferredAction = { operation, does: 'create', at: '' };
  const shown = shownSchema(document, undefined, undefined, action);
  const [first = operation] = onItem;
  const key = shown && inferKey(document, parameter, '', shown, new Remarks(), first);
  return (
    shown !== undefined &&
    key !== undefined &&
    isServerMade(document, key, shown, action, new Remarks())
  );
}

/** The property that the parameter of a group names, without a word about it. */
function keyOf(
  document: ForeignObject,
  { parameter, onItem: [first] }: Group,
  shown: ShownSchema | undefined,
): string | undefined {
  return parameter === undefined || first === undefined || shown === undefined
    ? undefined
    : inferKey(document, parameter, '', shown, new Remarks(), first)?.property;
}

/** The properties that the body of an operation may have. */
function sentBy(document: ForeignObject, { path, data }: ForeignOperation): readonly string[] {
  const body = jsonSchemaOf(document, [...path, 'requestBody'], data['requestBody']);
  return body === undefined ? [] : [...propertiesOf(document, body.path, body.schema).keys()];
}

/** Works something out when first asked for. */
function once<T>(work: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: work() }).value;
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
