import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Problem } from './contractError.ts';
import { readable } from './deref.ts';
import { extensionSchemas } from './extensionSchemas.ts';
import { mapChildren, type NodeType } from './grammar.ts';
import { isObject } from './json.ts';
import { openapiShape } from './openapiShape.ts';
import { below } from './pointer.ts';
import { targetOf } from './reference.ts';

/** Keywords of JSON Schema 2020-12 that limit what is right, and that no kind of clause speaks of. */
const unsupportedKeywords: ReadonlySet<string> = new Set([
  'contains',
  'dependentRequired',
  'dependentSchemas',
  'else',
  'if',
  'maxContains',
  'maxProperties',
  'minContains',
  'minProperties',
  'not',
  'patternProperties',
  'prefixItems',
  'propertyNames',
  'then',
  'unevaluatedItems',
]);

/** Names that tools trip over, and why nothing can be called so. */
const unreadableNames: ReadonlyMap<string, string> = new Map([
  ['__proto__', 'no validator sees what has this name; choose another'],
  ['hasOwnProperty', 'the lint cannot read a document with something of this name; choose another'],
]);

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
  // A test does it: compiling the schema of schemas takes longer than all of these.
  validateSchema: false,
  // What the words of a message are made of.
  verbose: true,
  // Each is used on one document: making it faster takes longer than it saves.
  code: { optimize: false },
  formats: { regex: isPattern },
});
ajv.addSchema(extensionSchemas, 'extensions');

const keysAt = new Map<string, ReadonlySet<string>>();
const shapes = new Map<NodeType, ValidateFunction>();
const extensions = new Map<NodeType, ValidateFunction>();
for (const [place, shape] of Object.entries(openapiShape)) {
  if (!isPlace(place)) continue;
  shapes.set(place, ajv.compile(shape));
  const schema = extensionSchemas.$defs[place];
  const properties = schema?.['properties'];
  keysAt.set(place, new Set(isObject(properties) ? Object.keys(properties) : []));
  if (schema !== undefined)
    extensions.set(place, ajv.compile({ $ref: `extensions#/$defs/${place}` }));
}

/**
 * Checks every object of a document for every place that it is at, by itself or by reference: its shape, and its extension
 * keys (each known, at a right place, as its JSON Schema wants it). Returns the mistakes.
 */
export function checkPlaces(root: Readonly<Record<string, unknown>>): readonly Problem[] {
  const problems: Problem[] = [];
  const known = new Map<object, Set<NodeType>>();

  function visit(node: unknown, place: NodeType, pointer: string): unknown {
    // What is no object is reported where references are replaced, and so is a reference that names nothing.
    if (!isObject(node)) return node;
    const unreadable = unreadableNames.get(pointer.slice(pointer.lastIndexOf('/') + 1));
    if (unreadable !== undefined) problems.push({ pointer, reason: unreadable });
    const places = known.get(node) ?? new Set();
    if (places.has(place)) return node;
    known.set(node, places.add(place));
    const reference = node['$ref'];
    const isReference = typeof reference === 'string';
    for (const key of place === 'schema' ? Object.keys(node) : []) {
      if (unsupportedKeywords.has(key))
        problems.push({
          pointer: below(pointer, key),
          reason: `the keyword ${key} is not supported: no check would send what breaks it`,
        });
    }
    for (const key of Object.keys(node)) {
      if (key.startsWith('x-') && keysAt.get(place)?.has(key) !== true)
        problems.push({ pointer: below(pointer, key), reason: misplaced(key, place) });
    }
    const validates = isReference
      ? [extensions.get(place)]
      : [shapes.get(place), extensions.get(place)];
    for (const validate of validates) {
      if (validate === undefined || validate(node)) continue;
      for (const error of plainErrors(validate.errors ?? [])) {
        if (isReference && error.keyword === 'required' && error.instancePath === '') continue;
        problems.push({ pointer: pointer + placeOf(error), reason: reasonOf(error, place) });
      }
    }
    mapChildren(readable(node, place), place, pointer, visit, () => undefined);
    const target = isReference ? targetOf(root, reference) : undefined;
    if (target !== undefined) visit(target.node, place, target.pointer);
    return node;
  }

  visit(root, 'document', '');
  return problems;
}

function misplaced(key: string, place: NodeType): string {
  const places = [...keysAt].filter(([, keys]) => keys.has(key)).map(([name]) => name);
  return places.length === 0
    ? `${key} is no extension key; docs/extensions.md lists them`
    : `${key} does not stand on ${place === 'annotation' ? 'this object' : `a ${place}`}, only on ${places.join(', ')}`;
}

/** Errors that only say that a part of the schema did not match: the parts' own errors say why. */
const wrapping: ReadonlySet<string> = new Set(['if', 'propertyNames']);

/** Without what follows from others. Of a union nothing is said of the parts that another type was meant by, or that match. */
function plainErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  const silent = new Set(
    unions.flatMap((union) => {
      // Those of its parts stand before it, wherever the parts themselves do.
      const parts = errors.slice(0, errors.indexOf(union)).filter(isWithin(union));
      if (alternatives(union) !== undefined)
        return isObject(union.data)
          ? parts.filter(({ schemaPath }) => schemaPath.startsWith(`${union.schemaPath}/`))
          : [union];
      const ofType = parts.filter(
        ({ keyword, instancePath }) => keyword === 'type' && instancePath === union.instancePath,
      );
      return ofType.length < parts.length ? ofType : [];
    }),
  );
  return errors.filter((error) => !silent.has(error) && !wrapping.has(error.keyword));
}

function isWithin({ instancePath: around }: ErrorObject): (error: ErrorObject) => boolean {
  return ({ instancePath }) => instancePath === around || instancePath.startsWith(`${around}/`);
}

/** What each part of a union asks for, where that is nothing but one key of an object. */
function alternatives({ keyword, schema }: ErrorObject): readonly string[] | undefined {
  if ((keyword !== 'oneOf' && keyword !== 'anyOf') || !Array.isArray(schema)) return undefined;
  const keys = (schema as readonly unknown[]).map((part) =>
    isObject(part) && Object.keys(part).join() === 'required' && Array.isArray(part['required'])
      ? String(part['required'])
      : undefined,
  );
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/** Where it stands below the object: at a name that is wrong, or at what holds it. */
function placeOf({ instancePath, propertyName }: ErrorObject): string {
  return propertyName === undefined ? instancePath : below(instancePath, propertyName);
}

function reasonOf(error: ErrorObject, place: NodeType): string {
  if (place === 'operation' && error.instancePath === '/responses' && error.propertyName)
    return `${error.propertyName} stands for several statuses, which is not supported; write each status that a rule needs`;
  const message = error.message ?? `breaks ${error.keyword}`;
  const parameters: Readonly<Record<string, unknown>> = error.params;
  const known = alternatives(error);
  if (known !== undefined) {
    const { data } = error;
    const said = isObject(data) ? known.filter((key) => Object.hasOwn(data, key)) : [];
    return `${said.length === 0 ? 'says none' : `says ${said.join(' and ')}, more than one`} of ${known.join(', ')}`;
  }
  if (error.propertyName !== undefined)
    return `the name ${JSON.stringify(error.propertyName)} ${message}${error.keyword === 'enum' ? `: ${JSON.stringify(parameters['allowedValues'])}` : ''}`;
  if (error.keyword === 'additionalProperties')
    return `${message}: ${String(parameters['additionalProperty'])}`;
  if (error.keyword === 'enum') return `${message}: ${JSON.stringify(parameters['allowedValues'])}`;
  if (error.keyword === 'const') return `must be ${JSON.stringify(parameters['allowedValue'])}`;
  return message;
}

function isPlace(name: string): name is NodeType {
  return Object.hasOwn(openapiShape, name);
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
