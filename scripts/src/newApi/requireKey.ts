import type { InferredAction, InferredResource } from './inferred.ts';
import {
  follow,
  type ForeignObject,
  jsonSchemaOf,
  objectOf,
  propertiesOf,
  requiredIn,
} from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, editableAt } from './tidyDocument.ts';

/** Where the caller chooses the key, and the body of a create has it, it needs it: nothing else says under which key. Changes the document. */
export function requireKey(
  document: EditableObject,
  { does, operation: { path, data } }: InferredAction,
  { key, serverMade, name }: InferredResource,
  remarks: Remarks,
): void {
  if (does !== 'create' || key === undefined || serverMade) return;
  const whole = document as ForeignObject;
  const at = [...path, 'requestBody'];
  const body = jsonSchemaOf(whole, at, data['requestBody']);
  const { property } = key;
  if (body === undefined) return;
  const required = requiredIn(whole, body.path, body.schema);
  if (required.has(property)) return;
  const properties = propertiesOf(whole, body.path, body.schema);
  if (!properties.has(property)) return;
  const text = [...properties].find(([one, { path: own, schema }]) => {
    const { type, format, enum: listed } = follow(whole, own, schema).data;
    return required.has(one) && type === 'string' && format === undefined && listed === undefined;
  })?.[0];
  if (text !== undefined) {
    remarks.guess(
      path,
      `a create of ${name} may leave ${property} out: it needs ${text}, from which a server can make one`,
    );
    return;
  }
  remarks.guess(path, `a create of ${name} needs ${property}: the caller chooses it`);
  // Other operations may send the same body.
  const copy = structuredClone(follow(whole, at, data['requestBody']).data) as EditableObject;
  editableAt(document, path)['requestBody'] = copy;
  const content = objectOf(objectOf(copy['content'])[body.path.at(-2) ?? '']) as EditableObject;
  // What replaces it, and what shows it, may have the same schema.
  content['schema'] = { allOf: [content['schema'], { required: [property] }] };
}
