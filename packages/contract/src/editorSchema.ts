import { extensionSchemas } from './extensionSchemas.ts';
import { grammar, type NodeType } from './grammar.ts';
import { isObject, type JsonSchema } from './json.ts';

function keysOf(place: string): readonly string[] {
  const properties = extensionSchemas.$defs[place]?.['properties'];
  return isObject(properties) ? Object.keys(properties) : [];
}

function childOf({ place, holds, orBoolean }: (typeof grammar)[NodeType][string]): JsonSchema {
  const one = { $ref: `#/$defs/at-${place}` };
  if (holds === 'list') return { type: 'array', items: one };
  if (holds === 'map') return { type: 'object', additionalProperties: one };
  return orBoolean === true ? { anyOf: [one, { type: 'boolean' }] } : one;
}

/** One kind of object: its parts, the keys that may stand on it, and no other key of ours. */
function schemaOf(place: NodeType): JsonSchema {
  const keys = keysOf(place);
  const known = keys.map((key) => key.slice(2)).join('|');
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(
        Object.entries(grammar[place]).map(([key, child]) => [key, childOf(child)]),
      ),
      ...Object.fromEntries(keys.map((key) => [key, { $ref: `#/$defs/${key}` }])),
    },
    patternProperties: { [known === '' ? '^x-' : `^x-(?!(?:${known})$)`]: false },
  };
}

/**
 * A JSON Schema of a whole document for editors: they complete our keys, show what each says, and mark what is wrong. What is
 * plain OpenAPI is left to other tools.
 */
export function editorSchema(): JsonSchema {
  const places = Object.keys(grammar) as NodeType[];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A specification: OpenAPI 3.1 with the keys of docs/extensions.md',
    $ref: '#/$defs/at-document',
    $defs: {
      ...extensionSchemas.$defs,
      ...Object.fromEntries(places.map((place) => [`at-${place}`, schemaOf(place)])),
    },
  };
}
