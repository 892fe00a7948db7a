import { checkParents } from './checkParents.ts';
import type { Resource } from './contract.ts';
import type { Binding, Property } from './description.ts';
import type { Draft } from './draft.ts';
import { isNested } from './elements.ts';
import type { OperationEntry, ResourceEntry } from './entries.ts';
import { isObject } from './json.ts';
import { locatedBy } from './location.ts';
import { makesKeys, parentResource } from './parentResource.ts';
import { parentNames } from './parentText.ts';
import { below, valueAt } from './pointer.ts';
import type { RawDocument, RawResource, RawRule, RawSchema } from './rawDocument.ts';
import { readProperties } from './readProperties.ts';
import { readOutcome, rowsOf, type Scope } from './scope.ts';

/** Reads the resources of a document, and checks that operations and resources agree on them. */
export function readResources(
  document: RawDocument,
  operations: readonly OperationEntry[],
  outer: Scope,
  draft: Draft,
): readonly ResourceEntry<Resource>[] {
  const raws = document['x-resources'] ?? {};
  for (const { operation, pointer } of operations) {
    const { action } = operation;
    if ('resource' in action && !Object.hasOwn(raws, action.resource))
      draft.problem(below(pointer, 'x-action'), `there is no resource ${action.resource}`);
  }
  const entries = Object.entries(raws).map(([name, raw]) =>
    readResource(name, raw, document, operations, outer, draft),
  );
  const described = {
    resources: entries.map(({ resource }) => resource),
    operations: operations.map(({ operation }) => operation),
  };
  const placed = entries.map((entry) => ({
    ...entry,
    resource: withParent(entry.resource, described),
  }));
  const around = {
    resources: placed.map(({ resource }) => resource),
    operations: described.operations,
  };
  const pointers = new Map(operations.map(({ operation, pointer }) => [operation.id, pointer]));
  for (const { resource, pointer } of placed)
    checkParents(resource, around, pointer, pointers, draft);
  return placed;
}

function withParent(
  resource: Resource,
  described: Parameters<typeof parentResource<Resource>>[2],
): Resource {
  const { parent, operations } = resource;
  if (parent === undefined) return resource;
  const own = new Set(Object.values(operations));
  const paths = described.operations.filter(({ id }) => own.has(id)).map(({ path }) => path);
  // What is made in one place may be read in another, where nothing is above it.
  const above = paths
    .filter((path) => path.includes(`{${parent}}`))
    .map((path) => parentResource(path, parent, described))
    .find((one) => one !== undefined);
  return above === undefined ? resource : { ...resource, parentResource: above.name };
}

function readResource(
  name: string,
  raw: RawResource,
  document: RawDocument,
  operations: readonly OperationEntry[],
  outer: Scope,
  draft: Draft,
): ResourceEntry<Resource> {
  const pointer = below('', 'x-resources', name);
  const schema = valueAt(document, raw.schema.slice(1));
  if (!isSchema(schema))
    draft.problem(below(pointer, 'schema'), `the reference ${raw.schema} names nothing`);
  const body = isSchema(schema) ? readProperties(schema, outer, draft, 'shown') : undefined;
  const entries = body?.entries ?? [];
  const byVerb = new Map<string, string>();
  for (const { operation, pointer: at } of operations) {
    const { action } = operation;
    if (!('resource' in action) || action.resource !== name) continue;
    const does = action.everywhere === true ? 'listAll' : action.does;
    const known = byVerb.get(does);
    if (known !== undefined)
      draft.problem(below(at, 'x-action'), `${known} already does ${does} ${name}`);
    byVerb.set(does, operation.id);
  }
  if (byVerb.size === 0) draft.problem(pointer, 'no operation acts on this resource');
  const { absent, ...rules } = raw.rules;
  const resource: Resource = {
    name,
    ...(raw.key === undefined ? {} : { key: raw.key }),
    ...parentsOf(raw.parent),
    ...(raw.parentShown === undefined ? {} : { parentShown: raw.parentShown }),
    schema: body?.root.property.schema ?? {},
    properties: entries.map(({ property }) => property),
    neverReturned: neverReturned(name, operations),
    serverMade: entries
      .filter(({ property }) => property.schema['readOnly'] === true)
      .map(({ property }) => property.name),
    rules: Object.fromEntries(
      Object.entries(rules).map(([rule, value]) => [rule, ruleOf(value, draft)]),
    ),
    ...(absent === undefined ? {} : { absent: readOutcome(absent, draft) }),
    operations: Object.fromEntries(byVerb),
  };
  checkNames(resource, operations, pointer, draft);
  const label = labelOf(resource, operations, below(pointer, 'key'), draft);
  return { resource: label === undefined ? resource : { ...resource, label }, entries, pointer };
}

/** The parents of a resource: the innermost one, and those above it. */
function parentsOf(raw: RawResource['parent']): Pick<Resource, 'parent' | 'above'> {
  const all = raw === undefined ? [] : [raw].flat();
  const parent = all.at(-1);
  if (parent === undefined) return {};
  return all.length === 1 ? { parent } : { parent, above: all.slice(0, -1) };
}

/** The properties that are written to a resource and never come back. */
function neverReturned(resource: string, operations: readonly OperationEntry[]): readonly string[] {
  const sent = operations.flatMap(({ operation: { action, body } }) =>
    'resource' in action && action.resource === resource ? (body?.properties ?? []) : [],
  );
  const names = sent.filter(({ schema }) => schema['writeOnly'] === true).map(({ name }) => name);
  return [...new Set(names)];
}

function ruleOf(
  raw: RawRule,
  draft: Draft,
): {
  readonly binding: Binding;
  readonly source: readonly string[];
} {
  const { binding = 'MUST', source: rows } =
    typeof raw === 'string' || !('source' in raw) ? { source: raw } : raw;
  const source = rowsOf(rows);
  return { binding: draft.bindingOf(binding, draft.authorityOf(source)), source };
}

/** So long is the name of a run, which a label has to hold. */
const labelLength = 24;

/** Where the server makes the key, the text that names whose it is; a mistake where no engine could find again what it made. */
function labelOf(
  resource: Resource,
  operations: readonly OperationEntry[],
  pointer: string,
  draft: Draft,
): string | undefined {
  const { name, key = '', serverMade, properties } = resource;
  const create = operations.find(
    ({ operation: { action } }) => action.does === 'create' && action.resource === name,
  )?.operation;
  if (create === undefined || key === '') return undefined;
  const isSent = create.body?.properties.some((property) => property.name === key) === true;
  if (!serverMade.includes(key)) {
    if (!isSent)
      draft.problem(
        pointer,
        `the body of ${create.id} has no ${key}; if the server makes it, mark it readOnly in the schema of ${name}`,
      );
    return undefined;
  }
  const { action } = create;
  const place = 'at' in action ? action.at.replaceAll('/', '/properties/') : '';
  const around = { operations: operations.map((one) => one.operation), resources: [resource] };
  const isShown = create.responses.some(
    (response) =>
      response.status < 300 &&
      (valueAt(response.schema ?? null, `${place}/properties/${key}`) !== undefined ||
        locatedBy(create, response, around)?.header.required === true),
  );
  if (!isShown)
    draft.problem(
      pointer,
      `the server makes the ${key} of ${name}, and no success of ${create.id} shows it in its body, nor has a required Location that leads to the path of its read`,
    );
  const labels = (create.body?.properties ?? []).filter(
    (sent) =>
      canLabel(sent) &&
      properties.some(
        ({ name: shown, types }) =>
          shown === sent.name && (types.length === 0 || types.includes('string')),
      ),
  );
  // What every caller has to say is most likely a name, and no word for something else that must be there.
  const label = labels.find(({ required }) => required) ?? labels[0];
  if (label === undefined)
    draft.problem(
      pointer,
      `the server makes the ${key} of ${name}, and ${create.id} sends no text by which a run could find again what it made: one of at least ${labelLength} characters, without enum, pattern or format, that a read shows`,
    );
  return label?.name;
}

function canLabel(property: Property): boolean {
  const { name, types, enum: values, pattern, format, maxLength, sensitive } = property;
  const isFree = values === undefined && pattern === undefined && format === undefined;
  const isOwn = !/[.[\]]/.test(name) && !sensitive && property.normalised === undefined;
  return isOwn && isFree && types.includes('string') && (maxLength ?? labelLength) >= labelLength;
}

/** The names in a resource must be names of something: a misspelt one would silently promise nothing. */
function checkNames(
  resource: Resource,
  operations: readonly OperationEntry[],
  pointer: string,
  draft: Draft,
): void {
  const own = operations.filter(
    ({ operation: { action } }) => 'resource' in action && action.resource === resource.name,
  );
  const isKnown = resource.properties.some(({ name }) => name === resource.key);
  if (resource.key !== undefined && resource.properties.length > 0 && !isKnown)
    draft.problem(below(pointer, 'key'), `the resource's schema has no property ${resource.key}`);
  if (resource.rules.neverReturned !== undefined && resource.neverReturned.length === 0)
    draft.problem(
      below(pointer, 'rules', 'neverReturned'),
      `no property that is sent of ${resource.name} is writeOnly`,
    );
  checkLists(resource, own, pointer, draft);
  for (const { operation, pointer: at } of own) {
    const inPath = new Set(
      operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
    );
    const parents = parentNames(resource);
    const isEverywhere = 'everywhere' in operation.action;
    const isBelowOne = parents.every((name) => inPath.has(name));
    if (isEverywhere && isBelowOne)
      draft.problem(
        below(at, 'x-action'),
        `lists what stands below one ${resource.parent ?? 'document'}, and not all of ${resource.name}; say list`,
      );
    // One of fixed values is no parent: it is named in the document.
    const more = operation.parameters.filter(
      ({ in: place, name, enum: values }) =>
        place === 'path' && !parents.includes(name) && name !== resource.key && !values,
    );
    if (more.length > 0)
      draft.problem(
        at,
        `has the path parameter ${more.map(({ name }) => name).join(' and ')}, which is neither the key nor a parent of ${resource.name}; x-resources names all parents, the outermost first`,
      );
    if (operation.action.does === 'save' && makesKeys(resource))
      draft.problem(
        below(at, 'x-action'),
        `saves a ${resource.name} under a key that may be free, and the server makes the keys; say replace`,
      );
    const named = operation.parameters.find(
      ({ in: place, name }) => place === 'path' && name === resource.key,
    );
    const shown = resource.properties.find(({ name }) => name === resource.key);
    if (makesKeys(resource) && named?.maximum !== undefined && shown?.maximum === undefined)
      draft.problem(
        at,
        `the path parameter ${named.name} has a maximum that the property ${named.name} of ${resource.name} has not; give both the same`,
      );
    const needsKey = ['read', 'replace', 'merge', 'save', 'delete'].includes(operation.action.does);
    if (needsKey && resource.key !== undefined && !inPath.has(resource.key))
      draft.problem(at, `has no path parameter ${resource.key}, the key of ${resource.name}`);
  }
}

/** The rules of pages and filters, and what the list says of them, need each other. */
function checkLists(
  { name, key, rules, properties }: Resource,
  own: readonly OperationEntry[],
  pointer: string,
  draft: Draft,
): void {
  const lists = own.filter(({ operation }) => operation.action.does === 'list');
  const list = lists.find(({ operation }) => !('everywhere' in operation.action));
  for (const { operation, pointer: at } of lists)
    if (
      (operation.paging !== undefined && list?.operation.paging === undefined) ||
      Object.keys(operation.filters ?? {}).some(
        (one) => list?.operation.filters?.[one] !== operation.filters?.[one],
      )
    )
      draft.problem(
        at,
        `has pages or filters that the list of ${name} below one parent has not, which is not supported`,
      );
  const { paging, filters = {} } = list?.operation ?? {};
  const needs = [
    ['paged', paging !== undefined, 'x-paging on its list'],
    ['filtered', Object.keys(filters).length > 0, 'x-filter on a parameter of its list'],
  ] as const;
  for (const [rule, isSaid, where] of needs) {
    if (rules[rule] !== undefined && !isSaid)
      draft.problem(below(pointer, 'rules', rule), `the rule ${rule} needs ${where}`);
    if (rules[rule] === undefined && isSaid)
      draft.problem(list?.pointer ?? pointer, `${where} needs the rule ${rule} of ${name}`);
  }
  if (list !== undefined && key === undefined && paging !== undefined)
    draft.problem(list.pointer, `${name} has no key, so nothing tells its pages apart`);
  for (const [parameter, filter] of Object.entries(filters)) {
    const property = properties.find((one) => one.name === filter);
    const isPlain = property?.types.every((type) => plainTypes.has(type)) === true;
    if (!isPlain || isNested(filter) || property.masked === true || property.types.length === 0)
      draft.problem(
        list?.pointer ?? pointer,
        `x-filter of ${parameter} names ${filter}, which is no property with a plain value that ${name} shows`,
      );
  }
}

const plainTypes: ReadonlySet<string> = new Set(['string', 'integer', 'number', 'boolean', 'null']);

function isSchema(value: unknown): value is RawSchema {
  return isObject(value);
}
