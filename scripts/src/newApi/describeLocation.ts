import type { FactRows } from './factRows.ts';
import type { InferredAction, InferredResource } from './inferred.ts';
import {
  firstSuccess,
  follow,
  type ForeignObject,
  foreignPointer,
  objectOf,
  propertiesOf,
} from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, putBefore } from './tidyDocument.ts';

/**
 * Where the server makes the keys, and the body of a create shows none, a `Location` has to be there: nothing else tells the key.
 * A 201 that documents none gets one.
 */
export function describeLocation(
  document: EditableObject,
  operation: EditableObject,
  action: InferredAction,
  resource: InferredResource,
  facts: FactRows,
  remarks: Remarks,
): void {
  const { key, serverMade, name, actions } = resource;
  if (action.does !== 'create' || key === undefined || !serverMade) return;
  if (!actions.some(({ does }) => does === 'read') || showsKey(document, action, key.property))
    return;
  const responses = objectOf(operation['responses']) as EditableObject;
  if (responses['201'] === undefined) return;
  const created = follow(document as ForeignObject, [], responses['201']).data;
  const found = Object.entries(objectOf(created['headers'])).find(
    ([header]) => header.toLowerCase() === 'location',
  );
  const source = (): string =>
    facts.row(
      'Statuses',
      [name, 'location'],
      `The Location of what was created is always there, as nothing else shows its ${key.property}`,
      'reading',
    );
  if (found === undefined) {
    remarks.guess(
      action.operation.path,
      `a Location of the 201 shows the ${key.property} of ${name}, though the document has none: it shows it nowhere else`,
    );
    const schema = { type: 'string', format: 'uri-reference' };
    const description = 'Leads to what was created.';
    const Location = { description, required: true, 'x-source': source(), schema };
    putHeader(responses, created, 'Location', Location);
    return;
  }
  const header = follow(document as ForeignObject, [], found[1]).data;
  remarks.guess(
    action.operation.path,
    `${found[0]} of the 201 shows the ${key.property} of ${name}, and is always there: the body has none`,
  );
  if (header['required'] === true) return;
  const copy = { ...structuredClone(header), required: true, 'x-source': source() };
  putHeader(responses, created, found[0], copy);
}

/** Puts a header into a copy of the 201: other operations may answer with the same response, or the same header. */
function putHeader(
  responses: EditableObject,
  created: ForeignObject,
  name: string,
  header: EditableObject,
): void {
  const copy = structuredClone(created) as EditableObject;
  responses['201'] = copy;
  putBefore(copy, 'headers', { ...objectOf(copy['headers']), [name]: header }, ['content']);
}

/** Whether the body of a create has the key in it. */
function showsKey(
  document: EditableObject,
  { operation, at }: InferredAction,
  key: string,
): boolean {
  const whole = document as ForeignObject;
  const body = firstSuccess(whole, operation)?.body;
  if (body === undefined) return false;
  const outer = propertiesOf(whole, body.path, body.schema);
  if (at === '') return outer.has(key);
  const inner = [...outer].find(([name]) => foreignPointer([name]) === at)?.[1];
  return inner !== undefined && propertiesOf(whole, inner.path, inner.schema).has(key);
}
