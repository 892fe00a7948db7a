import type { InferredAction, InferredResource } from './inferred.ts';
import { type ForeignObject, jsonSchemaOf, propertiesOf, requiredIn } from './openApi.ts';
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
  const body = jsonSchemaOf(whole, [...path, 'requestBody'], data['requestBody']);
  const { property } = key;
  if (body === undefined || requiredIn(whole, body.path, body.schema).has(property)) return;
  if (!propertiesOf(whole, body.path, body.schema).has(property)) return;
  remarks.guess(path, `a create of ${name} needs ${property}: the caller chooses it`);
  // What replaces it, and what shows it, may have the same schema.
  editableAt(document, body.path.slice(0, -1))['schema'] = {
    allOf: [body.schema, { required: [property] }],
  };
}
