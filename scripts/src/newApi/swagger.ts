import { upgradeFromTwoToThree } from '@scalar/openapi-upgrader/2.0-to-3.0';
import { type Document, isMap, isScalar, type Pair, type Scalar, YAMLMap } from 'yaml';
import {
  follow,
  type ForeignObject,
  foreignPointer,
  objectOf,
  type Path,
  plainText,
} from './openApi.ts';
import type { EditableObject } from './tidyDocument.ts';

/** Where OpenAPI 3 has what Swagger 2.0 has at its root. */
const moved = {
  definitions: 'schemas',
  parameters: 'parameters',
  responses: 'responses',
  securityDefinitions: 'securitySchemes',
} as const;

/** Parameters that became the body of a request. */
const inBody: ReadonlySet<unknown> = new Set(['body', 'formData']);

/** A document of Swagger 2.0 as OpenAPI 3.0. The one that is given stays as it is. */
export function fromSwagger(data: ForeignObject): ForeignObject {
  // What aliases of YAML share would be upgraded twice: each place gets its own.
  const copy = JSON.parse(JSON.stringify(data)) as EditableObject;
  copy['swagger'] = '2.0';
  safeFirst(copy);
  inlineBodies(copy);
  const upgraded = upgradeFromTwoToThree(copy) as EditableObject;
  // It stays where no host is named.
  delete upgraded['schemes'];
  return upgraded as ForeignObject;
}

/** Clients take the first server, so that it shall be one with TLS. No schemes are those by which the document was fetched. */
function safeFirst(document: EditableObject): void {
  const { host, schemes } = document;
  if (host === undefined) return;
  const given = Array.isArray(schemes) ? (schemes as readonly unknown[]) : [];
  const isSafe = (one: unknown): boolean => one === 'https';
  document['schemes'] =
    given.length === 0
      ? ['https']
      : [...given.filter(isSafe), ...given.filter((one) => !isSafe(one))];
}

/** Says where the servers are not those of the document. */
export function swaggerGuesses(
  data: ForeignObject,
): readonly { readonly path: Path; readonly text: string }[] {
  const { host, schemes } = data;
  if (host === undefined || (Array.isArray(schemes) && schemes.length > 0)) return [];
  return [
    {
      path: ['servers'],
      text: `no schemes are stated, so those by which the document was fetched are meant; the copy has https://${plainText(host)}`,
    },
  ];
}

/** A body that is shared is written where it is used, as the upgrade would leave a reference to it among the parameters. */
function inlineBodies(document: EditableObject): void {
  const inlined = new Set<unknown>();
  const holders = Object.values(objectOf(document['paths'])).flatMap((item) => [
    item,
    ...Object.values(objectOf(item)),
  ]);
  for (const holder of holders) {
    const { parameters } = objectOf(holder);
    if (!Array.isArray(parameters)) continue;
    (holder as EditableObject)['parameters'] = (parameters as readonly unknown[]).map((one) => {
      const { data } = follow(document as ForeignObject, [], one);
      if (!inBody.has(data['in'])) return one;
      const { $ref: reference } = objectOf(one);
      if (reference !== undefined) inlined.add(reference);
      return structuredClone(data);
    });
  }
  const shared = objectOf(document['parameters']) as EditableObject;
  for (const name of Object.keys(shared))
    if (inlined.has(`#${foreignPointer(['parameters', name])}`)) delete shared[name];
}

/** Moves the shared parts of a text of Swagger 2.0 to where OpenAPI 3 has them, with their comments. */
export function moveSwaggerParts(document: Document): void {
  const { contents } = document;
  if (!isMap(contents)) return;
  const version = contents.items.find((pair) => isNamed(pair, 'swagger'));
  if (isScalar(version?.key)) version.key.value = 'openapi';
  const pairs = contents.items.filter(({ key }) => isScalar(key) && String(key.value) in moved);
  if (pairs.length === 0) return;
  contents.items = contents.items.filter((pair) => !pairs.includes(pair));
  const components = new YAMLMap(document.schema);
  contents.set('components', components);
  for (const pair of pairs) {
    const key = pair.key as Scalar;
    key.value = moved[String(key.value) as keyof typeof moved];
    components.items.push(pair);
  }
}

function isNamed({ key }: Pair, name: string): boolean {
  return isScalar(key) && key.value === name;
}

/** Where a document of Swagger 2.0 has what stands at a path of its upgraded form; the nearest place where it has none. */
export function placeInSwagger(data: ForeignObject, path: Path): Path {
  const [first, second = '', third = '', ...rest] = path;
  if (first === 'servers') return [data['host'] === undefined ? 'basePath' : 'host'];
  if (first === 'components') {
    const section = second === 'requestBodies' ? 'parameters' : second;
    const [old] = Object.entries(moved).find(([, now]) => now === section) ?? [section];
    if (section === 'responses' || section === 'parameters')
      return [old, third, ...withoutContent(rest)];
    return [old, ...path.slice(2)];
  }
  if (first !== 'paths') return path;
  const [part, name = '', ...below] = rest;
  const operation = objectOf(objectOf(data['paths'])[second])[third];
  const holder = third === 'parameters' ? objectOf(data['paths'])[second] : operation;
  const given = objectOf(holder)['parameters'];
  const parameters = Array.isArray(given) ? (given as readonly unknown[]) : [];
  const isBody = (one: unknown): boolean => inBody.has(follow(data, [], one).data['in']);
  if (third === 'parameters') return [first, second, third, indexOf(parameters, part, isBody)];
  if (part === 'requestBody') {
    const index = parameters.findIndex(isBody);
    return index === -1
      ? path.slice(0, 3)
      : [first, second, third, 'parameters', String(index), ...withoutContent(rest.slice(1))];
  }
  if (part === 'parameters')
    return [
      first,
      second,
      third,
      part,
      indexOf(parameters, name, isBody),
      ...withoutContent(below),
    ];
  if (part === 'responses') return [first, second, third, part, name, ...withoutContent(below)];
  return path;
}

/** The place in the file of the parameter that is the nth one outside of bodies. */
function indexOf(
  parameters: readonly unknown[],
  nth: string | undefined,
  isBody: (one: unknown) => boolean,
): string {
  const others = parameters.flatMap((one, index) => (isBody(one) ? [] : [index]));
  return String(others[Number(nth)] ?? nth);
}

/** A body stands without its media type there, and a header or parameter without a schema of its own. */
function withoutContent(path: Path): Path {
  if (path[0] === 'content') return path.slice(2);
  if (path[0] === 'headers' && path[2] === 'schema') return [...path.slice(0, 2), ...path.slice(3)];
  return path;
}
