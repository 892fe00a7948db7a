import { isAmongMediaTypes, mayBeMerged, mergePatch } from '@oidc-admin/contract';
import type { InferredAction, InferredResource } from './inferred.ts';
import {
  follow,
  isJsonObject,
  jsonSchemaOf,
  propertiesOf,
  type ForeignObject,
  type ForeignOperation,
  type Path,
} from './openApi.ts';
import type { Remarks } from './remarks.ts';
import type { ShownSchema } from './shownSchema.ts';
import { editableAt, type EditableObject } from './tidyDocument.ts';

function bodyOf(document: ForeignObject, { path, data }: ForeignOperation) {
  return jsonSchemaOf(document, [...path, 'requestBody'], data['requestBody']);
}

/** Whether the media type of a body says that it is merged (RFC 7396). */
export function saysMerge(document: ForeignObject, operation: ForeignOperation): boolean {
  return isAmongMediaTypes([mergePatch], bodyOf(document, operation)?.mediaType ?? '');
}

/** Whether a PATCH has a body to be merged, of which a read shows something again. */
export function canBeMerged(
  document: ForeignObject,
  operation: ForeignOperation,
  shown: ShownSchema | undefined,
): boolean {
  const body = bodyOf(document, operation);
  if (body === undefined || shown === undefined || isOfChanges(document, body)) return false;
  if (!mayBeMerged(body.mediaType)) return false;
  const sent = propertiesOf(document, body.path, body.schema);
  return [...sent.keys()].some((name) => shown.properties.has(name));
}

/** Whether a body is a list of changes, or an object around one: each of its elements says what to do (`op`), and where. */
function isOfChanges(
  document: ForeignObject,
  { path, schema }: NonNullable<ReturnType<typeof bodyOf>>,
): boolean {
  const properties = [...propertiesOf(document, path, schema).values()];
  return [{ path, schema }, ...properties].some((one) => {
    const list = follow(document, one.path, one.schema);
    const { path: at, data } = follow(document, [...list.path, 'items'], list.data['items']);
    const inside = propertiesOf(document, at, data);
    return inside.has('op') && (inside.has('path') || inside.has('value'));
  });
}

/** Why a PATCH is not taken for one that merges. */
export function whyNotMerged(document: ForeignObject, operation: ForeignOperation): string {
  const { route } = operation;
  const body = bodyOf(document, operation);
  if (body === undefined) return `PATCH ${route} has no JSON to be merged`;
  if (isOfChanges(document, body))
    return `PATCH ${route} has a list of changes (op, path, value) as its body, which no engine sends`;
  const { mediaType } = body;
  return mayBeMerged(mediaType)
    ? `what does PATCH ${route} change? No read shows any property of its body`
    : `PATCH ${route} has a body of ${mediaType}, which is merged by rules of its own, if at all`;
}

/**
 * Says of a PATCH that it merges and, where its media type says so, that null removes what is not required: its body has a
 * schema of its own then.
 */
export function describeMerge(
  document: EditableObject,
  { operation }: InferredAction,
  resource: InferredResource,
  remarks: Remarks,
): void {
  const foreign = document as ForeignObject;
  const { route, path } = operation;
  const body = bodyOf(foreign, operation);
  if (body === undefined) return;
  if (!isAmongMediaTypes([mergePatch], body.mediaType)) {
    remarks.guess(
      path,
      `PATCH ${route} changes what its body names, and leaves all else as it was`,
    );
    return;
  }
  remarks.guess(path, `PATCH ${route} merges (RFC 7396): null removes what is not required`);
  const shown = editableAt(document, resource.schemaPath) as ForeignObject;
  const holder = editableAt(document, body.path.slice(0, -1));
  holder['schema'] = removable(foreign, body.path, body.schema, shown, 0);
}

/** So deep are objects inside of objects looked at. */
const deepest = 5;

/** A copy of a schema without references, in which null may stand for what neither it nor what is shown requires. */
function removable(
  document: ForeignObject,
  path: Path,
  schema: unknown,
  shown: unknown,
  depth: number,
): EditableObject {
  const { path: at, data } = follow(document, path, schema);
  const there = follow(document, [], shown).data;
  const copy: EditableObject = { ...data };
  if (depth > deepest) return copy;
  const needed = new Set([data, there].flatMap((one) => requiredIn(document, one)));
  const inside = propertiesOf(document, [], there);
  const { properties, allOf, additionalProperties: values } = data;
  if (isJsonObject(properties))
    copy['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, one]) => {
        const inner = [...at, 'properties', name];
        const part = removable(document, inner, one, inside.get(name)?.schema, depth + 1);
        return [name, needed.has(name) || part['readOnly'] === true ? part : orNull(part)];
      }),
    );
  if (Array.isArray(allOf))
    copy['allOf'] = (allOf as readonly unknown[]).map((one, index) =>
      removable(document, [...at, 'allOf', String(index)], one, shown, depth + 1),
    );
  if (isJsonObject(values))
    copy['additionalProperties'] = orNull(
      removable(document, [...at, 'additionalProperties'], values, {}, depth + 1),
    );
  return copy;
}

function requiredIn(document: ForeignObject, schema: ForeignObject): readonly string[] {
  const parts = Array.isArray(schema['allOf']) ? (schema['allOf'] as readonly unknown[]) : [];
  const own = Array.isArray(schema['required']) ? (schema['required'] as string[]) : [];
  return [...own, ...parts.flatMap((one) => requiredIn(document, follow(document, [], one).data))];
}

/** The same schema with null beside; one without a type takes what it took. */
function orNull(schema: EditableObject): EditableObject {
  const { type, enum: values } = schema;
  if (type === undefined || 'const' in schema) return schema;
  const types = [...new Set([...[type].flat(), 'null'])];
  const listed = Array.isArray(values) ? { enum: [...new Set([...values, null])] } : {};
  return { ...schema, type: types, ...listed };
}
