import { below, isObject, valueAt } from '@oidc-admin/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Misspelling } from './checkWords.ts';
import { holdsData } from './openApiWords.ts';

type Plain = Readonly<Record<string, unknown>>;

const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });

/** In a text that holds JSON there are no properties of a request or response. */
const holdsNone: ReadonlySet<string> = new Set([...holdsData, 'contentSchema']);

/**
 * What every property and parameter must have and neither OpenAPI nor the contract asks for: a description, a row for it or
 * for what it is in, and a default that its own schema allows. Nothing generated is written by hand.
 */
export function checkValues(document: unknown): readonly Misspelling[] {
  if (!isObject(document)) return [];
  const found: Misspelling[] = [];
  if (document['x-authority'] !== undefined)
    found.push({
      pointer: '/x-authority',
      reason: 'x-authority is never written by hand; leave it out',
    });
  const visited = new Set<string>();
  function visit(node: unknown, pointer: string, sourced: boolean, inNames: boolean): void {
    const place = `${pointer} ${sourced}`;
    if (typeof node !== 'object' || node === null || visited.has(place)) return;
    visited.add(place);
    const plain = node as Plain;
    const { $ref: reference } = plain;
    // The rows of an operation say that it is there, not what is in its bodies.
    const own = !inNames && plain['x-source'] !== undefined && plain['operationId'] === undefined;
    const isSourced = sourced || own;
    if (!inNames && typeof reference === 'string' && reference.startsWith('#/'))
      visit(valueAt(document, reference.slice(1)), reference.slice(1), isSourced, false);
    if (!inNames) found.push(...inLimits(document as Plain, plain, pointer));
    for (const [key, value] of Object.entries(node)) {
      const at = below(pointer, key);
      if (!inNames && (key.startsWith('x-') || holdsNone.has(key))) continue;
      if (!inNames && key === 'properties' && isObject(value))
        found.push(...inProperties(document as Plain, value, at, isSourced));
      if (!inNames && key === 'parameters' && Array.isArray(value))
        for (const [index, parameter] of value.entries())
          found.push(...inParameter(parameter, below(at, index)));
      const holds = !inNames && (key === 'properties' || key === 'headers') && isObject(value);
      visit(value, at, isSourced, holds);
    }
  }
  visit(document['paths'], '/paths', false, true);
  const shared = isObject(document['components'])
    ? document['components']['parameters']
    : undefined;
  for (const [name, parameter] of Object.entries(isObject(shared) ? shared : {}))
    found.push(...inParameter(parameter, below('', 'components', 'parameters', name)));
  return found;
}

function isBlank(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

function inParameter(parameter: unknown, pointer: string): readonly Misspelling[] {
  if (!isObject(parameter) || parameter['in'] === undefined || parameter['$ref'] !== undefined)
    return [];
  return isBlank(parameter['description'])
    ? [{ pointer, reason: `the parameter ${String(parameter['name'])} has no description` }]
    : [];
}

function inProperties(
  document: Plain,
  properties: Plain,
  pointer: string,
  isSourced: boolean,
): readonly Misspelling[] {
  const lacking = (key: string): readonly string[] =>
    Object.entries(properties).flatMap(([name, property]) => {
      if (!isObject(property)) return [];
      const reference = property['$ref'];
      const target =
        typeof reference === 'string' ? valueAt(document, reference.slice(1)) : property;
      // What names nothing is said elsewhere.
      if (!isObject(target)) return [];
      return isBlank(property[key]) && isBlank(target[key]) ? [name] : [];
    });
  const unsourced = isSourced ? [] : lacking('x-source');
  const reason = `no x-source says where ${unsourced.join(', ')} ${unsourced.length === 1 ? 'comes' : 'come'} from, here or around`;
  return [
    ...lacking('description').map((name) => ({
      pointer: below(pointer, name),
      reason: `the property ${name} has no description`,
    })),
    ...(unsourced.length === 0 ? [] : [{ pointer, reason }]),
  ];
}

const limits = [
  ['minLength', 'maxLength'],
  ['minimum', 'maximum'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const;

function inLimits(document: Plain, schema: Plain, pointer: string): readonly Misspelling[] {
  const crossed = limits.flatMap(([low, high]) => {
    const [least, most] = [schema[low], schema[high]];
    return typeof least === 'number' && typeof most === 'number' && least > most
      ? [{ pointer: below(pointer, low), reason: `${low} ${least} is above ${high} ${most}` }]
      : [];
  });
  return crossed.length > 0 ? crossed : inDefault(document, schema, pointer);
}

function inDefault(document: Plain, schema: Plain, pointer: string): readonly Misspelling[] {
  if (schema['default'] === undefined || !('type' in schema || 'enum' in schema)) return [];
  const { default: value, ...rest } = schema;
  const alone = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('x-')));
  try {
    const validate = ajv.compile({ ...alone, components: document['components'] });
    if (validate(value)) return [];
    const [error] = validate.errors ?? [];
    const allowed = error?.keyword === 'enum' ? `: ${JSON.stringify(schema['enum'])}` : '';
    return [
      {
        pointer: below(pointer, 'default'),
        reason: `the default ${JSON.stringify(value)} ${error?.message ?? 'is wrong'}${allowed}`,
      },
    ];
  } catch {
    // A schema that is none is a mistake of its own.
    return [];
  }
}
