import type { DocumentedResponse, JsonSchema, JsonValue, Operation } from '@oidc-admin/contract';
import {
  fillBody,
  isObject,
  ownValue,
  valueAt,
  type AllowedResponse,
  type BodyExpected,
} from '@oidc-admin/model';
import { reusedBodies } from './replyOf.ts';
import { schemaExample } from './schemaExample.ts';
import { withValueAt } from './withValueAt.ts';

/** The body of a right response: what is known of it, and a sample of whatever else the document demands. */
export function renderBody(
  allowed: AllowedResponse,
  operation: Operation,
  response: DocumentedResponse | undefined,
): JsonValue | undefined {
  const expected = allowed.body;
  if (expected.kind !== 'json' || response?.mediaType === undefined) return undefined;
  const { list, equals } = expected;
  const key = list === undefined ? equals : list.elements;
  const known = remembered.get(key);
  if (known !== undefined && known.response === response && sameParts(known.expected, expected))
    return known.body;
  const body = render(expected, operation, response);
  if (key.length === 0 || typeof body !== 'object' || body === null) return body;
  remembered.set(key, { expected, response, body });
  reusedBodies.add(body);
  return body;
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
): JsonValue {
  const known = fillBody(expected, startOf(expected, operation, response));
  let body = withRequired(known, response.schema ?? {});
  for (const { at: pointer } of expected.present)
    if (valueAt(body, pointer) === undefined)
      body = withValueAt(body, pointer, schemaExample(schemaAt(expected.schema, pointer)));
  return body ?? {};
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
  return undefined;
}

/** A body in which what its schema requires is there, in the objects inside of it as well. The same body where nothing is missing. */
function withRequired(body: JsonValue | undefined, schema: JsonSchema): JsonValue | undefined {
  if (Array.isArray(body)) {
    const { items } = schema;
    if (!isSchema(items)) return body;
    const list = (body as readonly JsonValue[]).map((one) => withRequired(one, items) ?? null);
    return list.every((one, index) => one === body[index]) ? body : list;
  }
  const properties = schema['properties'] as Record<string, JsonSchema> | undefined;
  const { additionalProperties: others } = schema;
  const isDescribed = properties !== undefined || isSchema(others);
  if (!isDescribed || (body !== undefined && !isObject(body))) return body;
  const known = body ?? {};
  const required = (schema['required'] ?? []) as readonly string[];
  const added: Record<string, JsonValue> = {};
  for (const name of new Set([...required, ...Object.keys(known)])) {
    const property = ownValue(properties ?? {}, name) ?? (isSchema(others) ? others : undefined);
    const value = ownValue(known, name);
    if (property === undefined) continue;
    if (value === undefined) added[name] = schemaExample(property);
    else {
      const inner = withRequired(value, property);
      if (inner !== value && inner !== undefined) added[name] = inner;
    }
  }
  return Object.keys(added).length === 0 ? body : { ...known, ...added };
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
