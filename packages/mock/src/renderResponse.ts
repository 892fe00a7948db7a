import {
  below,
  type DocumentedResponse,
  type JsonSchema,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import {
  fillBody,
  isDocumentedAt,
  isObject,
  isOfType,
  ownValue,
  valueAt,
  type AllowedResponse,
  type BodyExpected,
} from '@oidc-admin/model';
import { reusedBodies } from './replyOf.ts';
import { schemaExample } from './schemaExample.ts';
import { withValueAt } from './withValueAt.ts';

/**
 * The body of a right response: what is known of it, and a sample of whatever else the document demands or, where asked
 * for (`whole`), says that the server makes. With `aside` it shows nothing of a resource: then its plain values are shown. In
 * place of a value that is of none of the types in `converted`, by property, stands a sample.
 */
export function renderBody(
  allowed: AllowedResponse,
  operation: Operation,
  response: DocumentedResponse | undefined,
  making: Wishes,
): JsonValue | undefined {
  const expected = allowed.body;
  if (expected.kind !== 'json' || response?.mediaType === undefined) return undefined;
  const { list, equals } = expected;
  const key = list === undefined ? equals : (list.page ?? list).elements;
  const known = remembered.get(key);
  if (known !== undefined && known.response === response && sameParts(known.expected, expected))
    return known.body;
  const body = render(expected, operation, response, making);
  if (key.length === 0 || typeof body !== 'object' || body === null) return body;
  remembered.set(key, { expected, response, body });
  reusedBodies.add(body);
  return body;
}

/** What is made up beside what is known. */
interface Wishes {
  readonly whole: boolean;
  readonly aside: boolean;
  readonly converted: ReadonlyMap<string, readonly string[]>;
}

interface Remembered {
  readonly expected: JsonExpected;
  readonly response: DocumentedResponse;
  readonly body: JsonValue;
}

/** Bodies by what is known of them: the model hands out the same arrays as long as nothing changes. */
const remembered = new WeakMap<readonly unknown[], Remembered>();

function sameParts(one: JsonExpected, other: JsonExpected): boolean {
  return (
    one.equals === other.equals &&
    one.made === other.made &&
    one.optional === other.optional &&
    one.absent === other.absent &&
    one.list?.at === other.list?.at &&
    one.present.length === 0 &&
    other.present.length === 0
  );
}

function render(
  expected: JsonExpected,
  operation: Operation,
  response: DocumentedResponse,
  { whole, aside, converted }: Wishes,
): JsonValue {
  const known = fillBody(expected, startOf(expected, operation, response));
  const absent = new Set(expected.absent.map(({ at }) => at));
  const isMade = (property: JsonSchema, at: string): boolean =>
    ((whole && canBeMade(property)) || (aside && isTop(at) && isPlain(property))) &&
    !absent.has(at);
  const fromExample = ofExample(operation, response);
  const isConverted = (at: string, value: JsonValue): boolean => {
    const types = converted.size === 0 ? undefined : converted.get(propertyAt(at, operation));
    return types !== undefined && !isOfType(value, types);
  };
  const making = { isMade, fromExample, isConverted };
  let body = withRequired(known, response.schema ?? {}, '', making);
  for (const { at: pointer } of expected.present)
    if (valueAt(body, pointer) === undefined)
      body = withValueAt(body, pointer, schemaExample(schemaAt(expected.schema, pointer)));
  // A cursor that was made up leads nowhere.
  const next = operation.paging?.next;
  if (next?.startsWith('/') === true && !expected.made.some(({ at }) => at === next))
    body = withValueAt(body, next, undefined);
  return body ?? {};
}

/** Whether the server makes what stands at a pointer, and what the document shows there. */
interface Making {
  readonly isMade: (property: JsonSchema, at: string) => boolean;
  readonly fromExample: (property: JsonSchema, at: string) => JsonValue | undefined;
  readonly isConverted: (at: string, value: JsonValue) => boolean;
}

/** The name of the property of a resource that stands at a pointer of a response. */
function propertyAt(pointer: string, { action }: Operation): string {
  const start = 'at' in action ? action.at : '';
  if (!pointer.startsWith(start)) return '';
  const steps = pointer.slice(start.length).split('/').slice(1);
  const own = action.does === 'list' ? steps.slice(1) : steps;
  return own
    .map((step) => (/^\d+$/.test(step) ? '[]' : `.${step}`))
    .join('')
    .slice(1);
}

/**
 * What the document's example of the response to a create shows of the state in which something new is: flags, words and dates that
 * the server makes. All else could be true of that one example only.
 */
function ofExample({ action }: Operation, { examples }: DocumentedResponse): Making['fromExample'] {
  const [example] = action.does === 'create' ? Object.values(examples) : [];
  return ({ readOnly, type, enum: words, format, examples: own }, at) => {
    const found = readOnly === true && own === undefined ? valueAt(example, at) : undefined;
    const isFlag = [type].flat().includes('boolean') && typeof found === 'boolean';
    const isWord = Array.isArray(words) && words.includes(found);
    const isDate = /^date(?:-time)?$/.test(String(format)) && typeof found === 'string';
    const isNone = found === null && [type].flat().includes('null');
    return isFlag || isWord || isDate || isNone ? found : undefined;
  };
}

type JsonExpected = Extract<BodyExpected, { kind: 'json' }>;

/** An operation that only asks shows the document's own example; everything else begins with what is known. */
function startOf(
  expected: JsonExpected,
  operation: Operation,
  response: DocumentedResponse,
): JsonValue | undefined {
  if (operation.action.does === 'ask')
    return Object.values(response.examples)[0] ?? schemaExample(expected.schema);
  if (operation.action.does === 'open') return schemaExample(expected.schema);
  // What wraps a resource of which nothing is known wraps no example of it.
  const { action } = operation;
  const wraps = 'at' in action && action.at !== '' && expected.list === undefined;
  return wraps && action.does !== 'delete' && isDocumentedAt(expected.schema, action.at)
    ? withValueAt(undefined, action.at, {})
    : undefined;
}

/**
 * A body in which what its schema requires is there, and what the server makes, in the objects inside of it as well. The
 * same body where nothing is missing.
 */
function withRequired(
  body: JsonValue | undefined,
  schema: JsonSchema,
  at: string,
  making: Making,
): JsonValue | undefined {
  const { isMade, fromExample, isConverted } = making;
  if (Array.isArray(body)) {
    const { items } = schema;
    if (!isSchema(items)) return body;
    const list = (body as readonly JsonValue[]).map((one, index) =>
      isConverted(`${at}/${index}`, one)
        ? schemaExample(items)
        : (withRequired(one, items, `${at}/${index}`, making) ?? null),
    );
    return list.every((one, index) => one === body[index]) ? body : list;
  }
  if (body !== undefined && !isObject(body)) return body;
  const parts = Array.isArray(schema['allOf']) ? (schema['allOf'] as JsonSchema[]) : [];
  const start = parts.reduce<JsonValue | undefined>(
    (made, part) => withRequired(made, part, at, making),
    body,
  );
  const properties = schema['properties'] as Record<string, JsonSchema> | undefined;
  const { additionalProperties: others } = schema;
  const isDescribed = properties !== undefined || isSchema(others);
  if (!isDescribed || (start !== undefined && !isObject(start))) return start;
  const known = start ?? {};
  const required = (schema['required'] ?? []) as readonly string[];
  const made = Object.entries(properties ?? {}).flatMap(([name, property]) =>
    isMade(property, below(at, name)) ? [name] : [],
  );
  const added: Record<string, JsonValue> = {};
  for (const name of new Set([...required, ...made, ...Object.keys(known)])) {
    const property = ownValue(properties ?? {}, name) ?? (isSchema(others) ? others : undefined);
    const value = ownValue(known, name);
    if (property === undefined) continue;
    if (value === undefined || isConverted(below(at, name), value))
      added[name] = fromExample(property, below(at, name)) ?? schemaExample(property);
    else {
      const inner = withRequired(value, property, below(at, name), making);
      if (inner !== value && inner !== undefined) added[name] = inner;
    }
  }
  return Object.keys(added).length === 0 ? start : { ...known, ...added };
}

/** Whether a server makes a value by itself, and one can be made up for it here. */
function canBeMade({ readOnly, pattern, examples }: JsonSchema): boolean {
  return readOnly === true && (pattern === undefined || Array.isArray(examples));
}

function isTop(pointer: string): boolean {
  return pointer.lastIndexOf('/') === 0;
}

/** Whether a schema asks for a text, a number or a flag, and one can be made up for it here. */
function isPlain({ type, pattern, examples }: JsonSchema): boolean {
  const types = [type].flat().map(String);
  const plain = ['string', 'number', 'integer', 'boolean'];
  const isOne = types.some((name) => plain.includes(name));
  return isOne && (pattern === undefined || Array.isArray(examples));
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function schemaAt(schema: JsonSchema, pointer: string): JsonSchema {
  let found: JsonSchema | undefined = schema;
  for (const step of pointer.split('/').slice(1))
    found = (found?.['properties'] as Record<string, JsonSchema> | undefined)?.[step];
  return found ?? {};
}
