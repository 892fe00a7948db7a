import { chosenMediaType, isReadMediaType, pointerSteps } from '@oidc-admin/contract';

/** An OpenAPI document as it was parsed, as far as joining reads it. Nothing in it is checked. */
type Json = null | boolean | number | string | readonly Json[] | ForeignObject;
export interface ForeignObject {
  readonly [key: string]: Json | undefined;
}

/** Where something stands: the keys that lead to it. */
export type Path = readonly string[];

/** An operation with its place. */
export interface ForeignOperation {
  readonly method: Method;
  /** The key in `paths`. */
  readonly route: string;
  readonly path: Path;
  readonly data: ForeignObject;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** A method that an operation may have. */
type Method = (typeof methods)[number];

/** Whether a value is an object, and no list. */
export function isJsonObject(value: unknown): value is ForeignObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one where it is none. */
export function objectOf(value: unknown): ForeignObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

/** A JSON pointer. */
export function foreignPointer(path: Path): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The steps of a local reference (`#/components/…`); undefined where it is none. What is no escape of a URI stands for itself. */
export function referenceSteps(reference: unknown): Path | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  try {
    return pointerSteps(decodeURIComponent(reference.slice(1)));
  } catch {
    return pointerSteps(reference.slice(1));
  }
}

/** What a value is once its references are followed, and where that stands; the value itself where a reference leads nowhere. */
export function follow(
  document: ForeignObject,
  path: Path,
  value: unknown,
): { readonly path: Path; readonly data: ForeignObject } {
  let found = { path, data: objectOf(value) };
  for (let step = 0; step < 20; step += 1) {
    const keys = referenceSteps(found.data['$ref']);
    if (keys === undefined) break;
    const target = keys.reduce<unknown>((at, key) => objectOf(at)[key], document);
    if (!isJsonObject(target)) break;
    found = { path: keys, data: target };
  }
  return found;
}

/** All operations, in the order of the document. */
export function foreignOperations(document: ForeignObject): readonly ForeignOperation[] {
  return Object.entries(objectOf(document['paths'])).flatMap(([route, item]) =>
    methods.flatMap((method) => {
      const data = objectOf(item)[method];
      return isJsonObject(data) ? [{ method, route, data, path: ['paths', route, method] }] : [];
    }),
  );
}

/** The schema of a JSON body: of a request body, or of a response. */
export function jsonSchemaOf(
  document: ForeignObject,
  path: Path,
  value: unknown,
): { readonly path: Path; readonly mediaType: string; readonly schema: ForeignObject } | undefined {
  const body = follow(document, path, value);
  const content = objectOf(body.data['content']);
  const types = Object.keys(content);
  const key = chosenMediaType(types);
  const { schema } = objectOf(key === undefined ? undefined : content[key]);
  if (key === undefined || !isReadMediaType(key) || !isJsonObject(schema)) return undefined;
  const mediaType = key.includes('*') ? 'application/json' : key;
  return { path: [...body.path, 'content', key, 'schema'], mediaType, schema };
}

/** The first success of an operation that has a JSON body, else the first success. */
export function firstSuccess(
  document: ForeignObject,
  { path, data }: ForeignOperation,
): { readonly status: string; readonly body: ReturnType<typeof jsonSchemaOf> } | undefined {
  const successes = Object.entries(objectOf(data['responses']))
    .filter(([status]) => /^2(?:\d\d|XX)$/i.test(status))
    .map(([status, response]) => ({
      status,
      body: jsonSchemaOf(document, [...path, 'responses', status], response),
    }));
  return successes.find(({ body }) => body !== undefined) ?? successes[0];
}

/** Whether each success of an operation has a body of which nothing is read. */
export function showsNothing(document: ForeignObject, { path, data }: ForeignOperation): boolean {
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

/** The properties of a schema: its own and those of every part of its `allOf`, references followed. */
export function propertiesOf(
  document: ForeignObject,
  path: Path,
  value: unknown,
  depth = 0,
): ReadonlyMap<string, { readonly path: Path; readonly schema: ForeignObject }> {
  const found = new Map<string, { readonly path: Path; readonly schema: ForeignObject }>();
  if (depth > 8) return found;
  const { path: at, data } = follow(document, path, value);
  for (const [index, part] of listOf(data['allOf']).entries())
    for (const [name, property] of propertiesOf(
      document,
      [...at, 'allOf', String(index)],
      part,
      depth + 1,
    ))
      found.set(name, property);
  for (const [name, schema] of Object.entries(objectOf(data['properties'])))
    found.set(name, { path: [...at, 'properties', name], schema: objectOf(schema) });
  return found;
}

/** A value as text; empty where it is neither a text nor a number nor a truth. */
export function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** What a body demands, in any part of its schema. */
export function requiredIn(
  document: ForeignObject,
  path: Path,
  schema: unknown,
): ReadonlySet<unknown> {
  const all = partsOf(document, path, schema);
  return new Set(all.flatMap(({ required }) => listOf(required)));
}

/** A schema, and what it takes together by `allOf`. */
export function partsOf(
  document: ForeignObject,
  path: Path,
  schema: unknown,
): readonly ForeignObject[] {
  const { data } = follow(document, path, schema);
  return [data, ...listOf(data['allOf']).map((part) => follow(document, [], part).data)];
}
