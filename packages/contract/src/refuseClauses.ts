import type { ClauseList } from './clauseList.ts';
import type { Contract, Resource } from './contract.ts';
import type { Draft } from './draft.ts';
import { isJson } from './isJson.ts';
import { addPropertyRules } from './propertyRules.ts';
import type { OperationEntry } from './readOperation.ts';
import { addRefuseClause } from './refuseClause.ts';
import type { Breach } from './refuseClause.ts';

/** What the clauses of one operation must know of the rest of the document. */
export interface Surroundings {
  readonly security: Contract['security'];
  readonly roles: Contract['roles'];
  readonly resources: readonly Resource[];
  readonly order: Contract['order'];
  /** Rows that promise the order. */
  readonly orderSource: readonly string[];
  readonly clauses: ClauseList;
  readonly draft: Draft;
}

/** Adds a clause for every rule that a request to this operation can break. `methods`: those its path has, once per path. */
export function addRefuseClauses(
  entry: OperationEntry,
  methods: readonly string[] | undefined,
  around: Surroundings,
): void {
  const { operation, scope, pointer } = entry;
  const add = (rule: Partial<Breach> & Pick<Breach, 'kind' | 'breach'>): void =>
    addRefuseClause(
      entry,
      { scope, pointer, source: scope.source, ...rule },
      around.clauses,
      around.draft,
    );

  addSecurityRules(entry, around);
  if (operation.action.does === 'open')
    add({ kind: 'credentials', breach: 'with a wrong user name or password' });
  const { roles } = operation;
  if (roles !== undefined && around.roles.some(({ name }) => !roles.includes(name)))
    add({
      kind: 'permission',
      breach: `of a role other than ${roles.join(', ')}`,
      about: { value: roles },
    });
  for (const { property, pointer: at, scope: inner } of entry.parameters) {
    if (property.in !== 'path') continue;
    const about = { element: property.name, in: 'path' } as const;
    if (namesWhatMustExist(property.name, entry, around.resources))
      add({
        kind: 'existence',
        breach: `whose ${property.name} does not exist`,
        about,
        scope: inner,
        pointer: at,
      });
    if (canBreak(property.schema))
      add({
        kind: 'pathParameter',
        breach: `whose ${property.name} in the path breaks its schema`,
        about,
        scope: inner,
        pointer: at,
        source: property.source,
      });
  }
  if (takesKey(entry, around.resources)) add({ kind: 'taken', breach: 'whose key is taken' });
  if (methods !== undefined)
    add({
      kind: 'method',
      breach: 'by a method that the path does not have',
      about: { value: methods },
      optional: true,
    });
  for (const { property, ...place } of entry.parameters)
    if (property.in !== 'path') addPropertyRules(entry, { property, ...place }, around);
  addBodyRules(entry, add, around);
  addOrder(entry, around);
}

/** One clause for the order in which an operation's checks are made, where it has more than one of them. */
function addOrder({ operation, pointer, scope }: OperationEntry, around: Surroundings): void {
  const kinds = new Set(around.clauses.kindsOf(operation.id));
  if (operation.body !== undefined) kinds.add('body');
  const checks = around.order.filter((check) => kinds.has(check));
  if (checks.length < 2) return;
  around.clauses.add(pointer, {
    group: 'refuse',
    kind: 'order',
    operation: operation.id,
    binding: scope.binding,
    source: around.orderSource,
    text: `${operation.id}: of several broken rules, the response is that of the first of ${checks.join(', ')}.`,
    value: checks,
  });
}

function addSecurityRules({ operation, ...entry }: OperationEntry, around: Surroundings): void {
  const scheme = operation.security === undefined ? undefined : around.security[operation.security];
  if (operation.security !== undefined && scheme === undefined)
    around.draft.problem(entry.pointer, `there is no security scheme ${operation.security}`);
  for (const [way, outcome] of Object.entries(scheme?.wrong ?? {})) {
    if (way === 'body' && operation.body === undefined) continue;
    addRefuseClause(
      { operation, ...entry },
      {
        kind: 'security',
        breach: wrongWays[way] ?? `signed in wrongly (${way})`,
        scope: entry.scope,
        pointer: entry.pointer,
        source: scheme?.source ?? [],
        about: { element: way },
        outcome,
      },
      around.clauses,
      around.draft,
    );
  }
}

const wrongWays: Readonly<Record<string, string>> = {
  none: 'without credentials',
  garbage: 'with a made-up token',
  closed: 'with the token of a closed session',
  expired: 'with the token of an expired session',
  bearer: 'with Bearer before the token',
  key: 'signed with an unknown key',
  secret: 'signed with a wrong secret',
  service: 'signed for another service',
  region: 'signed for another region',
  date: 'signed at another time',
  header: 'with a signed header changed or left out',
  body: 'with a body changed after signing',
  query: 'with a query changed after signing',
};

function addBodyRules(
  entry: OperationEntry,
  add: (rule: Partial<Breach> & Pick<Breach, 'kind' | 'breach'>) => void,
  around: Surroundings,
): void {
  const { body } = entry;
  const plain = entry.operation.body;
  if (body === undefined || plain === undefined) return;
  const { scope } = body;
  const place = { scope, source: scope.source };
  add({
    ...place,
    kind: 'mediaType',
    breach: `of a media type other than ${plain.mediaType}`,
    optional: true,
  });
  if (plain.required)
    add({ ...place, kind: 'emptyBody', breach: 'with an empty body', optional: true });
  if (!isJson(plain.mediaType)) return;
  add({ ...place, kind: 'malformedJson', breach: 'whose body is no JSON', optional: true });
  const { property: root, scope: rootScope } = body.root;
  const whole = { scope: rootScope, source: rootScope.source };
  if (root.types.length > 0)
    add({
      ...whole,
      kind: 'bodyType',
      breach: `whose body is JSON but not of type ${root.types.join(' or ')}`,
      about: { value: root.types },
      optional: true,
    });
  const others = root.schema['additionalProperties'];
  if (root.types.includes('object') && (others === undefined || others === false)) {
    const breach = 'with a property that is not documented';
    add({ ...whole, kind: 'unknownProperty', breach, optional: true });
  }
  for (const property of body.entries) addPropertyRules(entry, property, around);
  addConditionalRules(entry, around);
}

/** One clause for each property that some alternatives of the body require, but not all. */
function addConditionalRules(entry: OperationEntry, around: Surroundings): void {
  const { body } = entry;
  if (body === undefined || body.alternatives.length < 2) return;
  for (const { property, scope, pointer } of body.entries) {
    const among = body.alternatives.find((one) => one.required.includes(property.name))?.required;
    if (property.required || among === undefined) continue;
    const rule: Breach = {
      kind: 'conditional',
      breach: `that has ${among.filter((name) => name !== property.name).join(', ')} but leaves out ${property.name}, and so satisfies no alternative,`,
      scope,
      pointer,
      source: property.source,
      about: { element: property.name, value: among },
    };
    addRefuseClause(entry, rule, around.clauses, around.draft);
  }
}

/** A parent must exist; so must what is read, replaced or deleted by its key. */
function namesWhatMustExist(
  parameter: string,
  { operation }: OperationEntry,
  resources: readonly Resource[],
): boolean {
  if (resources.some(({ parent }) => parent === parameter)) return true;
  const { action } = operation;
  if (!('resource' in action) || !['read', 'replace', 'delete'].includes(action.does)) return false;
  return resources.some(({ name, key }) => name === action.resource && key === parameter);
}

function takesKey(
  { operation: { action } }: OperationEntry,
  resources: readonly Resource[],
): boolean {
  if (action.does !== 'create') return false;
  const resource = resources.find(({ name }) => name === action.resource);
  return resource?.key !== undefined && !resource.serverMade.includes(resource.key);
}

/** Whether some text that can stand in a path breaks the schema. */
function canBreak(schema: Readonly<Record<string, unknown>>): boolean {
  const { type, minLength } = schema;
  const limits = ['pattern', 'enum', 'const', 'maxLength', 'minimum', 'maximum', 'format'];
  return (
    limits.some((keyword) => schema[keyword] !== undefined) ||
    (typeof minLength === 'number' && minLength > 1) ||
    (typeof type === 'string' && type !== 'string')
  );
}
