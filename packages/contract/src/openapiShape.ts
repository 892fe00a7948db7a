import type { NodeType } from './grammar.ts';
import type { JsonSchema } from './json.ts';
import { kindsOn } from './kindsOn.ts';

const text = { type: 'string' };
const name = { type: 'string', minLength: 1 };
const flag = { type: 'boolean' };
const someOf = { type: 'array', minItems: 1 };
const typeName = { enum: ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] };
const security = {
  type: 'array',
  items: { type: 'object', additionalProperties: { type: 'array', items: name } },
};

/**
 * What the engine relies on in each kind of OpenAPI object: not all of OpenAPI (that is the lint's work), only what it reads.
 * An object that is a reference is checked at its target.
 */
export const openapiShape: Readonly<Record<NodeType, JsonSchema>> = {
  document: {
    required: ['openapi', 'info', 'paths'],
    properties: {
      openapi: { type: 'string', pattern: '^3\\.1\\.' },
      info: {
        type: 'object',
        required: ['title', 'version'],
        properties: { title: text, version: text },
      },
      servers: {
        type: 'array',
        items: {
          required: ['url'],
          properties: {
            url: text,
            variables: {
              type: 'object',
              additionalProperties: { required: ['default'], properties: { default: text } },
            },
          },
        },
      },
      paths: { type: 'object', propertyNames: { pattern: '^/' } },
      security,
    },
  },
  annotation: {},
  components: {},
  pathItem: {},
  operation: {
    required: ['operationId', 'responses'],
    properties: {
      operationId: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
      summary: text,
      description: text,
      responses: {
        type: 'object',
        minProperties: 1,
        propertyNames: { pattern: '^(?:[1-5][0-9]{2}|[45]XX|default)$' },
      },
      security,
    },
  },
  parameter: {
    required: ['name', 'in', 'schema'],
    properties: {
      name,
      in: { enum: ['path', 'query', 'header'] },
      description: text,
      required: { type: 'boolean' },
    },
    if: { properties: { in: { const: 'path' } } },
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
    then: { required: ['required'], properties: { required: { const: true } } },
  },
  requestBody: {
    required: ['content'],
    properties: {
      content: { type: 'object', minProperties: 1 },
      required: { type: 'boolean' },
    },
  },
  mediaType: { required: ['schema'] },
  response: {
    required: ['description'],
    properties: { description: text, content: { type: 'object' } },
  },
  header: { properties: { required: { type: 'boolean' } } },
  example: {},
  schema: {
    properties: {
      type: {
        anyOf: [typeName, { type: 'array', items: typeName, minItems: 1, uniqueItems: true }],
      },
      description: text,
      title: text,
      required: { type: 'array', items: text, uniqueItems: true },
      // What is quoted in YAML is a text, and would count as left out.
      ...Object.fromEntries(['readOnly', 'writeOnly', 'deprecated'].map((word) => [word, flag])),
      ...Object.fromEntries(['allOf', 'anyOf', 'oneOf'].map((word) => [word, someOf])),
      examples: { type: 'array' },
      ...Object.fromEntries(
        kindsOn('refuse', 'keyword').map(([, { keyword, shape }]) => [keyword, shape]),
      ),
      properties: { propertyNames: { pattern: '^(?!(?:\\$|\\*)$)[^.\\[\\]]+$' } },
    },
  },
  securityScheme: {
    required: ['type'],
    properties: {
      type: { enum: ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS'] },
      in: { enum: ['header', 'query', 'cookie'] },
      name,
      scheme: name,
    },
    if: { properties: { type: { const: 'apiKey' } } },
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
    then: { required: ['name', 'in'] },
  },
};
