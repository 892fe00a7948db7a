import type { FactRows } from './factRows.ts';
import type { InferredResource } from './inferred.ts';
import {
  follow,
  type ForeignObject,
  jsonSchemaOf,
  objectOf,
  type Path,
  propertiesOf,
  firstSuccess,
  plainText,
  requiredIn,
} from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, editableAt, putBefore } from './tidyDocument.ts';

/** Gives every shared schema a row, and every property a description. */
export function describeSchemas(document: EditableObject, facts: FactRows): void {
  const schemas = objectOf(objectOf(document['components'])['schemas']) as Record<
    string,
    EditableObject
  >;
  for (const [name, schema] of Object.entries(schemas)) {
    const row = facts.row(
      'Schemas',
      ['SCHEMA', name],
      `\`${name}\` has the properties, types and limits that the document gives it`,
      'documented',
    );
    schema['description'] ??= `\`${name}\`, of which the document says no more.`;
    putBefore(schema, 'x-source', row, [
      'required',
      'properties',
      'items',
      'enum',
      'allOf',
      'oneOf',
      'anyOf',
    ]);
  }
  describeProperties(document, new Set());
}

function describeProperties(node: unknown, visited: Set<object>): void {
  if (typeof node !== 'object' || node === null || visited.has(node)) return;
  visited.add(node);
  if (Array.isArray(node)) {
    for (const item of node) describeProperties(item, visited);
    return;
  }
  for (const [key, value] of Object.entries(node)) {
    if (key === 'example' || key === 'examples' || key === 'default' || key.startsWith('x-'))
      continue;
    if (key === 'properties' && isSchema(node))
      for (const [name, property] of Object.entries(objectOf(value)))
        describeOne(objectOf(property), `\`${name}\`, of which the document says no more.`);
    if (key === 'parameters' && Array.isArray(value))
      for (const parameter of value.map(objectOf))
        if (parameter['in'] !== undefined)
          describeOne(
            parameter,
            `\`${plainText(parameter['name'])}\`, of which the document says no more.`,
          );
    describeProperties(value, visited);
  }
}

function isSchema(node: object): boolean {
  return !('in' in node) && !('openapi' in node);
}

function describeOne(target: EditableObject, text: string): void {
  if (typeof target['$ref'] === 'string' || plainText(target['description']).trim() !== '') return;
  target['description'] = text;
}

/** Marks what the server makes, what never comes back and what is secret, where the document leaves it to be seen. */
export function markProperties(
  document: EditableObject,
  resource: InferredResource,
  all: readonly InferredResource[],
  remarks: Remarks,
): void {
  const shown = propertiesOf(
    document as ForeignObject,
    resource.schemaPath,
    editableAt(document, resource.schemaPath),
  );
  const kept = sentByOthers(document, resource, all);
  const may = [...shown].filter(([, { path }]) => !kept.has(path.join()));
  const bodies = resource.actions.flatMap(({ operation: { data, path } }) => {
    const body = jsonSchemaOf(
      document as ForeignObject,
      [...path, 'requestBody'],
      data['requestBody'],
    );
    return body === undefined
      ? []
      : [propertiesOf(document as ForeignObject, body.path, body.schema)];
  });
  const { key, serverMade } = resource;
  // A key that a caller chooses may stand in the path alone.
  const inPath = key === undefined || serverMade ? [] : [key.property];
  const sent = new Set([...inPath, ...bodies.flatMap((body) => [...body.keys()])]);
  if (bodies.length > 0)
    for (const [name, { path, schema }] of may)
      if (!sent.has(name) && !isReadOnly(document, path, schema))
        markOne(
          document,
          path,
          'readOnly',
          remarks,
          `the server makes ${name} of ${resource.name}: no request has it`,
        );
  for (const [name, { path, schema }] of may)
    if (isMadeBeside(document, resource, name, schema, bodies)) {
      for (const body of bodies) {
        const own = body.get(name);
        // What is sent may have a schema of its own.
        if (own !== undefined && own.path.join() !== path.join() && !kept.has(own.path.join()))
          editableAt(document, own.path)['readOnly'] = true;
      }
      if (isReadOnly(document, path, schema)) continue;
      markOne(
        document,
        path,
        'readOnly',
        remarks,
        `the server makes ${name} of ${resource.name}: the body may leave it out, and it is not the key`,
      );
    }
  for (const body of bodies) markSecrets(document, body, new Set(shown.keys()), resource, remarks);
  if (resource.key !== undefined && resource.serverMade) {
    const own = new Map(may).get(resource.key.property);
    if (own !== undefined && !isReadOnly(document, own.path, own.schema))
      markOne(
        document,
        own.path,
        'readOnly',
        remarks,
        `the server makes ${resource.key.property} of ${resource.name}`,
      );
  }
}

/** Where the properties stand that requests to other resources need: their keys that callers choose, and what their bodies require. */
function sentByOthers(
  document: EditableObject,
  resource: InferredResource,
  all: readonly InferredResource[],
): ReadonlySet<string> {
  const whole = document as ForeignObject;
  const places = all
    .filter((other) => other !== resource)
    .flatMap(({ key, serverMade, schema, schemaPath, actions }) => {
      const own = propertiesOf(whole, schemaPath, { $ref: schema }).get(key?.property ?? '');
      const required = actions.flatMap(({ operation: { data, path } }) => {
        const body = jsonSchemaOf(whole, [...path, 'requestBody'], data['requestBody']);
        const names = requiredIn(whole, body?.path ?? [], body?.schema);
        return [...propertiesOf(whole, body?.path ?? [], body?.schema)].flatMap(([name, one]) =>
          names.has(name) && !(serverMade && key?.property === name) ? [one.path] : [],
        );
      });
      return own === undefined || serverMade ? required : [own.path, ...required];
    });
  return new Set(places.map((path) => path.join()));
}

/** What servers make of each thing, also where one schema serves for requests and responses, and does not say so. */
const usuallyMade =
  /^(?:_?id|uid|uuid|guid|internalid)$|^(?:date)?(?:created|updated|modified|lastmodified|lastupdated)(?:at|on|date|time|timestamp|datetime)?$/i;

/** Whether the server makes a property beside the key, as its name says, though a request may have it. */
function isMadeBeside(
  document: EditableObject,
  { key, actions }: InferredResource,
  name: string,
  schema: ForeignObject,
  bodies: readonly ReturnType<typeof propertiesOf>[],
): boolean {
  const plain = name.replaceAll(/[_-]/g, '');
  // Servers count changes by it, and refuse another number than the last one.
  const isCounted = schema['type'] === 'integer' && /^(?:version|revision)$/i.test(plain);
  if (key === undefined || key.property === name || !(usuallyMade.test(plain) || isCounted))
    return false;
  const isDemanded = actions.some(({ operation: { data, path } }) => {
    const at = [...path, 'requestBody'];
    const body = jsonSchemaOf(document as ForeignObject, at, data['requestBody']);
    return requiredIn(document as ForeignObject, body?.path ?? [], body?.schema).has(name);
  });
  return !isDemanded && bodies.some((body) => body.has(name));
}

function isReadOnly(document: EditableObject, path: Path, schema: ForeignObject): boolean {
  return (
    schema['readOnly'] === true ||
    follow(document as ForeignObject, path, schema).data['readOnly'] === true
  );
}

const secretName = /pass(?:word|phrase)|secret|private_?key|credential/i;

function markSecrets(
  document: EditableObject,
  properties: ReturnType<typeof propertiesOf>,
  shown: ReadonlySet<string>,
  resource: InferredResource,
  remarks: Remarks,
  depth = 0,
): void {
  for (const [name, { path, schema }] of properties) {
    const target = follow(document as ForeignObject, path, schema);
    const { type, format, writeOnly } = target.data;
    const isText = type === 'string' || (Array.isArray(type) && type.includes('string'));
    if (isText && format === undefined && (writeOnly === true || secretName.test(name)))
      markOne(
        document,
        target.path,
        'format',
        remarks,
        `${name} of ${resource.name} is a secret`,
        'password',
      );
    const isSecret = objectOf(editableAt(document, target.path))['format'] === 'password';
    if (depth === 0 && isSecret && writeOnly === undefined && !shown.has(name))
      markOne(
        document,
        target.path,
        'writeOnly',
        remarks,
        `${name} of ${resource.name} never comes back: no read has it`,
      );
    if (depth < 4)
      markSecrets(
        document,
        propertiesOf(document as ForeignObject, target.path, target.data),
        shown,
        resource,
        remarks,
        depth + 1,
      );
  }
}

function markOne(
  document: EditableObject,
  path: Path,
  key: string,
  remarks: Remarks,
  text: string,
  value: unknown = true,
): void {
  remarks.guess(path, text);
  const target = editableAt(document, path);
  // What else a reference leads to is described there, for all that use it.
  if (typeof target['$ref'] === 'string' && key !== 'readOnly') return;
  putBefore(target, key, value, ['description', 'enum', 'properties', 'items']);
}

/** The properties that only the answer to a create has, such as a token that is shown once. */
export function shownOnce(document: ForeignObject, resource: InferredResource): readonly string[] {
  const creating = resource.actions.find(({ does }) => does === 'create');
  const body =
    creating === undefined ? undefined : firstSuccess(document, creating.operation)?.body;
  if (body === undefined) return [];
  const shown = propertiesOf(document, resource.schemaPath, { $ref: resource.schema });
  const whole = propertiesOf(document, body.path, body.schema);
  const wrapped = whole.get(creating?.at.slice(1) ?? '');
  const answered =
    wrapped === undefined ? whole : propertiesOf(document, wrapped.path, wrapped.schema);
  return [...answered.keys()].filter((name) => !shown.has(name));
}
