import { below, extensionSchemas, isObject, type JsonValue } from '@oidc-admin/contract';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { nearest } from './nearest.ts';
import { extensionKeys, holdsData, holdsNames, openApiWords, otherWords } from './openApiWords.ts';

/** A mistake by its place in a document. */
export interface Misspelling {
  readonly pointer: string;
  readonly reason: string;
}

type Plain = Readonly<Record<string, unknown>>;

const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
/** What other languages call the types. */
const otherTypes: Readonly<Record<string, string>> = {
  text: 'string',
  str: 'string',
  bool: 'boolean',
  int: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  decimal: 'number',
  list: 'array',
  map: 'object',
  dict: 'object',
};
const formats = [
  'password',
  'uri',
  'uri-reference',
  'email',
  'uuid',
  'date-time',
  'date',
  'time',
  'duration',
  'hostname',
  'ipv4',
  'ipv6',
  'int32',
  'int64',
  'float',
  'double',
  'byte',
  'binary',
  'regex',
  'json-pointer',
];

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
ajv.addSchema({ ...extensionSchemas, $id: 'words' });
const validators = new Map<string, ValidateFunction>();

/**
 * Words of a document that are almost a right one: extension keys, what stands in them, types, formats, and names of
 * resources, roles, schemes and components. They are found before all else, as much else is wrong because of them.
 */
export function checkWords(document: unknown): readonly Misspelling[] {
  if (!isObject(document)) return [];
  const found: Misspelling[] = [];
  const names = namesIn(document);
  const visited = new Set<object>();
  function visit(node: unknown, pointer: string, inNames: boolean): void {
    if (typeof node !== 'object' || node === null || visited.has(node)) return;
    visited.add(node);
    for (const [key, value] of Object.entries(node)) {
      const at = below(pointer, key);
      if (!inNames && key.startsWith('x-')) found.push(...inExtension(key, value, at, names));
      else {
        if (!inNames && isObject(node)) {
          found.push(...inOpenApi(key, value, at, names));
          if (key === 'required' && Array.isArray(value))
            found.push(...inRequired(value, node, at));
        }
        if (inNames || !holdsData.has(key))
          visit(value, at, !inNames && holdsNames.has(key) && isObject(value));
      }
    }
  }
  visit(document, '', false);
  return [...inVersion(document), ...found];
}

function inVersion({ openapi }: Plain): readonly Misspelling[] {
  // What is no text is said by the lint.
  return typeof openapi !== 'string' || /^3\.1\.\d+$/.test(openapi)
    ? []
    : [{ pointer: '/openapi', reason: `this is OpenAPI ${openapi}; want 3.1.0` }];
}

interface Names {
  readonly resources: readonly string[];
  readonly roles: readonly string[];
  readonly schemes: readonly string[];
  readonly references: readonly string[];
  readonly tags: readonly string[];
  /** Of path parameters. */
  readonly inPaths: readonly string[];
}

function keysOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function namesIn(document: Plain): Names {
  const components = isObject(document['components']) ? document['components'] : {};
  return {
    resources: keysOf(document['x-resources']),
    roles: keysOf(document['x-roles']),
    schemes: keysOf(components['securitySchemes']),
    tags: (Array.isArray(document['tags']) ? document['tags'] : []).flatMap((tag: unknown) =>
      isObject(tag) && typeof tag['name'] === 'string' ? tag['name'] : [],
    ),
    inPaths: keysOf(document['paths']).flatMap((route) =>
      [...route.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) => name ?? []),
    ),
    references: Object.entries(components).flatMap(([section, entries]) =>
      keysOf(entries).map((name) => `#${below('', 'components', section, name)}`),
    ),
  };
}

/** A reference without the escapes of URIs; what is none stands for itself. */
function unescaped(reference: unknown): unknown {
  try {
    return typeof reference === 'string' ? decodeURIComponent(reference) : reference;
  } catch {
    return reference;
  }
}

/** One sentence where a word is none of the known ones, and almost one. */
function misspelt(
  word: unknown,
  known: readonly string[],
  pointer: string,
  what: string,
): readonly Misspelling[] {
  if (typeof word !== 'string') return [];
  const right = nearest(word, known);
  return right === undefined
    ? []
    : [{ pointer, reason: `'${word}' is no ${what}; nearest: ${right}` }];
}

function inOpenApi(key: string, value: unknown, at: string, names: Names): readonly Misspelling[] {
  // Every other word is long enough for one letter to make another word of it.
  if (key.length > 5 && !otherWords.has(key)) {
    const wrong = misspelt(key, openApiWords, at, 'word of OpenAPI');
    if (wrong.length > 0) return wrong;
  }
  if (key === 'type' && !at.startsWith('/components/securitySchemes/'))
    return typeof value === 'string' && Object.hasOwn(otherTypes, value)
      ? [{ pointer: at, reason: `'${value}' is no type; nearest: ${otherTypes[value]}` }]
      : misspelt(value, types, at, 'type');
  if (key === 'tags' && Array.isArray(value))
    return value.flatMap((tag: unknown, index) =>
      misspelt(tag, names.tags, below(at, index), 'tag of the document'),
    );
  if (key === 'format') return misspelt(value, formats, at, 'known format');
  if (key === '$ref') return misspelt(unescaped(value), names.references, at, 'component');
  if (key !== 'security' || !Array.isArray(value)) return [];
  return value.flatMap((requirement: unknown, index) =>
    Object.entries(isObject(requirement) ? requirement : {}).flatMap(([scheme, roles]) => [
      ...misspelt(scheme, names.schemes, below(at, index, scheme), 'security scheme'),
      ...(Array.isArray(roles) ? roles : []).flatMap((role: unknown, place) =>
        misspelt(role, names.roles, below(at, index, scheme, place), 'role'),
      ),
    ]),
  );
}

function inRequired(
  required: readonly unknown[],
  { properties }: Plain,
  at: string,
): readonly Misspelling[] {
  return required.flatMap((name, index) =>
    misspelt(name, keysOf(properties), below(at, index), 'property here'),
  );
}

function inExtension(
  key: string,
  value: unknown,
  at: string,
  names: Names,
): readonly Misspelling[] {
  if (!extensionKeys.includes(key)) return misspelt(key, extensionKeys, at, 'extension key');
  const validate = validators.get(key) ?? ajv.compile({ $ref: `words#/$defs/${key}` });
  validators.set(key, validate);
  const wrong = validate(value)
    ? []
    : (validate.errors ?? []).flatMap((error) => inError(error, at));
  const byPlace = new Map(wrong.map((one) => [one.pointer, one]));
  const resources =
    key === 'x-action' && isObject(value)
      ? Object.entries(value)
          .filter(([verb]) => !['at', 'changes', 'opens', 'closes'].includes(verb))
          .flatMap(([verb, name]) => misspelt(name, names.resources, below(at, verb), 'resource'))
      : [];
  const inPaths =
    key === 'x-resources' && isObject(value)
      ? Object.entries(value).flatMap(([name, resource]) =>
          ['key', 'parent']
            .flatMap((part) =>
              misspelt(
                isObject(resource) ? resource[part] : undefined,
                names.inPaths,
                below(at, name, part),
                'path parameter',
              ),
            )
            .concat(
              misspelt(
                isObject(resource) ? resource['schema'] : undefined,
                names.references,
                below(at, name, 'schema'),
                'component',
              ),
            ),
        )
      : [];
  return [...byPlace.values(), ...resources, ...inPaths];
}

function inError(error: ErrorObject, at: string): readonly Misspelling[] {
  const { keyword, instancePath, params, parentSchema, propertyName, data } = error;
  const place = at + instancePath;
  const parameters = params as Plain;
  if (keyword === 'additionalProperties') {
    const word = String(parameters['additionalProperty']);
    return misspelt(word, keysOf(parentSchema?.['properties']), below(place, word), 'word here');
  }
  if (keyword !== 'enum') return [];
  const known = (parameters['allowedValues'] as readonly JsonValue[]).map(String);
  const word = propertyName ?? data;
  return misspelt(
    word,
    known,
    propertyName === undefined ? place : below(place, propertyName),
    'word here',
  );
}
