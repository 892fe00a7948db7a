import { isObject } from './json.ts';
import { below } from './pointer.ts';

/** The kinds of objects of an OpenAPI document that this engine reads; what is none of these is data or prose. */
export type NodeType =
  | 'document'
  | 'annotation'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'mediaType'
  | 'response'
  | 'header'
  | 'example'
  | 'schema'
  | 'securityScheme';

interface Child {
  readonly place: NodeType;
  readonly holds: 'one' | 'map' | 'list';
  /** A schema position where `true` and `false` have a meaning of their own. */
  readonly orBoolean?: true;
}

function one(place: NodeType): Child {
  return { place, holds: 'one' };
}
function map(place: NodeType): Child {
  return { place, holds: 'map' };
}
function list(place: NodeType): Child {
  return { place, holds: 'list' };
}

const schemaOrBoolean: Child = { place: 'schema', holds: 'one', orBoolean: true };

/** Under which keys of an object of one kind the objects of other kinds stand. Source: OpenAPI 3.1, JSON Schema 2020-12. */
export const grammar: Readonly<Record<NodeType, Readonly<Record<string, Child>>>> = {
  document: {
    info: one('annotation'),
    servers: list('annotation'),
    tags: list('annotation'),
    paths: map('pathItem'),
    components: one('components'),
  },
  annotation: {},
  components: {
    schemas: map('schema'),
    responses: map('response'),
    parameters: map('parameter'),
    requestBodies: map('requestBody'),
    headers: map('header'),
    examples: map('example'),
    securitySchemes: map('securityScheme'),
    pathItems: map('pathItem'),
  },
  pathItem: {
    parameters: list('parameter'),
    ...Object.fromEntries(
      ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'].map((method) => [
        method,
        one('operation'),
      ]),
    ),
  },
  operation: {
    parameters: list('parameter'),
    requestBody: one('requestBody'),
    responses: map('response'),
  },
  parameter: { schema: one('schema'), examples: map('example') },
  requestBody: { content: map('mediaType') },
  mediaType: { schema: one('schema'), examples: map('example') },
  response: { headers: map('header'), content: map('mediaType') },
  header: { schema: one('schema'), examples: map('example') },
  example: {},
  schema: {
    properties: map('schema'),
    patternProperties: map('schema'),
    dependentSchemas: map('schema'),
    $defs: map('schema'),
    items: schemaOrBoolean,
    additionalProperties: schemaOrBoolean,
    unevaluatedProperties: schemaOrBoolean,
    propertyNames: one('schema'),
    contains: one('schema'),
    contentSchema: one('schema'),
    not: one('schema'),
    if: one('schema'),
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
    then: one('schema'),
    else: one('schema'),
    prefixItems: list('schema'),
    allOf: list('schema'),
    anyOf: list('schema'),
    oneOf: list('schema'),
  },
  securityScheme: {},
};

type Visit = (node: unknown, place: NodeType, pointer: string) => unknown;

/**
 * A copy of an object in which every object of a known kind right below it is replaced by what `visit` made of it.
 * `wrong` hears of a list where a map is expected, and the like; such a value is left as it is.
 */
export function mapChildren(
  node: Readonly<Record<string, unknown>>,
  place: NodeType,
  pointer: string,
  visit: Visit,
  wrong: (pointer: string, expected: string) => void,
): Readonly<Record<string, unknown>> {
  const children = grammar[place];
  const copy = Object.entries(node).map(([key, value]): [string, unknown] => {
    const child = Object.hasOwn(children, key) ? children[key] : undefined;
    if (child === undefined) return [key, value];
    const at = below(pointer, key);
    if (child.holds === 'list') {
      if (!Array.isArray(value)) return (wrong(at, 'a list'), [key, value]);
      return [key, Array.from(value, (item, index) => visit(item, child.place, below(at, index)))];
    }
    if (child.orBoolean && typeof value === 'boolean') return [key, value];
    if (child.holds === 'one') return [key, visit(value, child.place, at)];
    if (!isObject(value)) return (wrong(at, 'an object'), [key, value]);
    return [
      key,
      Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          visit(item, child.place, below(at, name)),
        ]),
      ),
    ];
  });
  return Object.fromEntries(copy);
}
