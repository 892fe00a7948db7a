import {
  bareName,
  chosenMediaType,
  isReadMediaType,
  pointerSteps,
  valueAt,
  whyNoOperationId,
} from '@oidc-admin/contract';
import { checkMeaning } from '../generate/checkMeaning.ts';
import { checkWords } from '../generate/checkWords.ts';
import { extensionKeys, holdsData, holdsNames, isToolKey } from '../generate/openApiWords.ts';
import { camelName, wordsInName } from './names.ts';
import {
  follow,
  isJsonObject,
  type ForeignObject,
  objectOf,
  type Path,
  foreignPointer,
  plainText,
  referenceSteps,
} from './openApi.ts';
import type { Remarks } from './remarks.ts';

/** A document that is being changed. */
export type EditableObject = Record<string, unknown>;

export function editableAt(document: EditableObject, path: Path): EditableObject {
  return path.reduce<unknown>((at, key) => (at as EditableObject)[key], document) as EditableObject;
}

/** A copy of an object with a key put before others; at its end where there are none of them. */
export function putBefore(
  target: EditableObject,
  key: string,
  value: unknown,
  others: readonly string[],
): void {
  const entries = Object.entries(target).filter(([name]) => name !== key);
  const index = entries.findIndex(([name]) => others.includes(name));
  entries.splice(index === -1 ? entries.length : index, 0, [key, value]);
  for (const name of Object.keys(target)) delete target[name];
  Object.assign(target, Object.fromEntries(entries));
}

/** Makes a document one that this workspace reads: nothing of what it promises changes. */
export function tidyDocument(document: EditableObject, api: string, remarks: Remarks): void {
  tidyRoot(document, api, remarks);
  if ('webhooks' in document) {
    remarks.guess(['webhooks'], 'the webhooks are left out: no engine receives them');
    delete document['webhooks'];
  }
  const ids = new Map<string, string>();
  for (const [route, item] of Object.entries(objectOf(document['paths']))) {
    if (!isJsonObject(item)) continue;
    const editable = item as EditableObject;
    for (const method of ['head', 'options', 'trace'])
      if (method in editable) {
        remarks.guess(
          ['paths', route, method],
          `${method.toUpperCase()} ${route} is left out: no engine sends it`,
        );
        delete editable[method];
      }
    for (const method of ['get', 'post', 'put', 'patch', 'delete'])
      if (isJsonObject(editable[method]))
        tidyOperation(editable[method], route, method, ['paths', route, method], remarks, ids);
  }
  dropParameters(document, remarks);
  removeForeignKeys(document);
  sayMediaTypes(document, remarks);
  openMaps(document, remarks);
  mendMeaning(document, remarks);
  removeUnused(document, remarks);
}

/**
 * What can only be ignored is left out: limits of another type, the body of a GET, words that are almost those of OpenAPI. A
 * server without `https://` gets it.
 */
function mendMeaning(document: EditableObject, remarks: Remarks): void {
  const gone: string[] = [];
  // From behind, as what stands in a list moves up where one before it goes.
  for (const { pointer, reason } of [
    ...checkMeaning(document),
    ...checkWords(document),
  ].toReversed()) {
    if (gone.some((one) => pointer === one || pointer.startsWith(`${one}/`))) continue;
    const path = pointerSteps(pointer);
    const [key = ''] = path.slice(-1);
    if (path.at(-2) === 'content') continue;
    const holder = editableAt(document, path.slice(0, -1));
    if (key === 'url') holder[key] = `https://${plainText(holder[key])}`;
    else {
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      gone.push(pointer);
    }
    remarks.guess(path, `${reason}; the copy ${key === 'url' ? 'has https://' : 'leaves it out'}`);
  }
}

function tidyRoot(document: EditableObject, api: string, remarks: Remarks): void {
  const info = objectOf(document['info']) as EditableObject;
  document['info'] = info;
  info['title'] ??= api;
  info['version'] = plainText(info['version'] ?? '1');
  const license = objectOf(info['license']) as EditableObject;
  if (license['url'] === undefined && license['identifier'] === undefined) {
    remarks.guess(['info'], 'no licence is stated; the copy says so');
    info['license'] = { name: 'not stated', ...license, identifier: 'LicenseRef-not-stated' };
  }
  const servers = document['servers'];
  if (!Array.isArray(servers) || servers.length === 0) {
    remarks.question([], `which server has this API? The copy names https://${api}.example.net`);
    putBefore(
      document,
      'servers',
      [{ url: `https://${api}.example.net` }],
      ['security', 'tags', 'paths'],
    );
  }
  if (document['security'] === undefined) putBefore(document, 'security', [], ['tags', 'paths']);
  for (const tag of Array.isArray(document['tags']) ? (document['tags'] as EditableObject[]) : [])
    tag['description'] ??= `What belongs to ${plainText(tag['name'])}.`;
}

function tidyOperation(
  operation: EditableObject,
  route: string,
  method: string,
  path: Path,
  remarks: Remarks,
  ids: Map<string, string>,
): void {
  const id = operation['operationId'];
  const made = usableId(id, route, method, ids);
  ids.set(bareName(made), made);
  if (made !== id) {
    remarks.guess(path, `${method.toUpperCase()} ${route} is called ${made}`);
    putBefore(operation, 'operationId', made, [
      'summary',
      'description',
      'parameters',
      'responses',
    ]);
  }
  if ('callbacks' in operation) {
    remarks.guess(path, 'its callbacks are left out: no engine receives them');
    delete operation['callbacks'];
  }
  const summary =
    operation['summary'] ?? operation['description'] ?? `${method.toUpperCase()} ${route}`;
  const [line = ''] = plainText(summary).trim().split('\n');
  if (operation['summary'] === undefined)
    putBefore(operation, 'summary', line, [
      'description',
      'parameters',
      'requestBody',
      'responses',
    ]);
  if (operation['description'] === undefined)
    putBefore(operation, 'description', sentence(line), ['parameters', 'requestBody', 'responses']);
}

/** The id of an operation where it can have it; else one that is made of it, or of method and route. */
function usableId(
  id: unknown,
  route: string,
  method: string,
  ids: ReadonlyMap<string, string>,
): string {
  const own = typeof id === 'string' ? wordsInName(id) : [];
  const named = /^[A-Za-z][A-Za-z0-9_-]*$/.test(plainText(id)) ? [plainText(id)] : [];
  const byRoute = camelName([method, ...wordsInName(route)]);
  const candidates = [...named, ...(own.length === 0 ? [] : [camelName(own)]), byRoute];
  for (let count = 1; ; count += 1)
    for (const one of candidates) {
      const name = count === 1 ? one : `${one}${count}`;
      if (whyNoOperationId(name, ids) === undefined) return name;
    }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Keys of other tools say nothing here, and a name that is one of our keys would say something else. */
function removeForeignKeys(node: unknown, around = ''): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) removeForeignKeys(item);
    return;
  }
  const editable = node as EditableObject;
  const areNames = holdsNames.has(around);
  for (const [key, value] of Object.entries(editable)) {
    if (isToolKey(key, around) || extensionKeys.includes(key)) delete editable[key];
    else if (areNames || !holdsData.has(key)) removeForeignKeys(value, areNames ? '' : key);
  }
}

/** Parameters that a caller may leave out, and that no engine could send rightly. */
function dropParameters(document: EditableObject, remarks: Remarks): void {
  walk(document, [], (node, path) => {
    const { parameters } = node;
    if (!Array.isArray(parameters)) return;
    node['parameters'] = (parameters as readonly unknown[]).filter((one, index) => {
      const { data } = follow(document as ForeignObject, [], one);
      const { type } = follow(document as ForeignObject, [], data['schema']).data;
      const isPlain = type !== 'array' && type !== 'object' && data['content'] === undefined;
      if ((isPlain && data['in'] !== 'cookie') || data['required'] === true) return true;
      const what = isPlain ? 'stands in a cookie' : 'is a list or an object';
      remarks.guess(
        [...path, 'parameters', String(index)],
        `the parameter ${plainText(data['name'])} ${what}, which no engine sends: it is left out`,
      );
      return false;
    });
  });
}

/** Says which media type of several is read. A response that nobody could read promises nothing of its body. */
function sayMediaTypes(document: EditableObject, remarks: Remarks): void {
  walk(document, [], (node, path) => {
    const { content } = node;
    if (!isJsonObject(content)) return;
    const types = Object.keys(content);
    const read = chosenMediaType(types);
    // A property may be called `content` as well.
    if (read === undefined || !types.every((type) => type.includes('/'))) return;
    if (!isReadMediaType(read) && path.at(-2) === 'responses') {
      remarks.guess(
        path,
        `a body of ${types.join(', ')} is not read: nothing is promised of what ${path.at(-1)} holds`,
      );
      delete node['content'];
      node['x-body'] = 'any';
    } else if (types.length > 1)
      remarks.guess(
        path,
        `of ${types.join(', ')} only ${read} is sent and read; the others are not tested`,
      );
  });
}

/** Beside properties with names, others of a schema are looked at by no engine: they may be anything. */
function openMaps(document: EditableObject, remarks: Remarks): void {
  walk(document, [], (node, path) => {
    const { properties, additionalProperties: others } = node;
    const isMixed = isJsonObject(properties) && Object.keys(properties).length > 0;
    if (!isMixed || !isJsonObject(others) || path.at(-1) === 'properties') return;
    if (Object.keys(others).length > 0)
      remarks.guess(
        path,
        'has properties with names, and others of a schema (additionalProperties): what is in the others is not checked, and the copy lets them be anything',
      );
    node['additionalProperties'] = true;
  });
}

/** Goes through every object of a document, each before what is in it. */
export function walk(
  node: unknown,
  path: Path,
  visit: (node: EditableObject, path: Path) => void,
): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) visit(node as EditableObject, path);
  for (const [key, value] of Object.entries(node)) walk(value, [...path, key], visit);
}

/** Takes out the components that nothing refers to, also not through others. */
export function removeUnused(document: EditableObject, remarks: Remarks): void {
  const components = objectOf(document['components']) as Record<string, EditableObject>;
  const used = usedComponents(document);
  for (const [section, entries] of Object.entries(components)) {
    if (section === 'securitySchemes') continue;
    for (const name of Object.keys(objectOf(entries))) {
      const pointer = foreignPointer(['components', section, name]);
      if (used.has(pointer)) continue;
      remarks.guess(['components', section, name], `#${pointer} is left out: nothing refers to it`);
      delete entries[name];
    }
    if (Object.keys(objectOf(entries)).length === 0) delete components[section];
  }
  keepUsedSchemes(document, components);
}

/** The pointers of all components that something outside of them refers to, by itself or through others. */
function usedComponents(document: EditableObject): ReadonlySet<string> {
  const { components: _, ...outside } = document;
  const used = new Set<string>();
  // A `discriminator` names schemas by texts that stand beside no `$ref`.
  const visit = (value: unknown): void => {
    const steps = referenceSteps(value);
    if (steps?.[0] === 'components') used.add(foreignPointer(steps.slice(0, 3)));
    else if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) visit(inner);
  };
  visit(outside);
  // A set goes on to what is added to it meanwhile.
  for (const pointer of used) visit(valueAt(document, pointer));
  return used;
}

function keepUsedSchemes(
  document: EditableObject,
  components: Record<string, EditableObject>,
): void {
  const used = new Set<string>();
  walk(document, [], ({ security }) => {
    for (const requirement of Array.isArray(security) ? (security as ForeignObject[]) : [])
      for (const name of Object.keys(objectOf(requirement))) used.add(name);
  });
  const schemes = components['securitySchemes'] ?? {};
  for (const name of Object.keys(schemes)) if (!used.has(name)) delete schemes[name];
  if (Object.keys(schemes).length === 0) delete components['securitySchemes'];
}
