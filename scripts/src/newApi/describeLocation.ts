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
 * A 201 that documents none gets one, as it should have one (RFC 9110, 15.3.2).
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
      `a Location of the 201 shows the ${key.property} of ${name}, though the document has none: neither has the body one (RFC 9110, 15.3.2)`,
    );
    const schema = { type: 'string', format: 'uri-reference' };
    const description = 'Leads to what was created.';
    const Location = { description, required: true, 'x-source': source(), schema };
    // Other operations may answer with the same response.
    const copy = structuredClone(created) as EditableObject;
    const headers = { ...objectOf(copy['headers']), Location };
    responses['201'] = copy;
    putBefore(copy, 'headers', headers, ['content']);
    return;
  }
  const header = follow(document as ForeignObject, [], found[1]).data as EditableObject;
  remarks.guess(
    action.operation.path,
    `${found[0]} of the 201 shows the ${key.property} of ${name}, and is always there: the body has none`,
  );
  if (header['required'] === true) return;
  header['required'] = true;
  header['x-source'] = source();
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
