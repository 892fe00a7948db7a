import type { InferredAction } from './inferred.ts';
import {
  type ForeignOperation,
  follow,
  isJsonObject,
  jsonSchemaOf,
  type ForeignObject,
  type Path,
  foreignPointer,
  objectOf,
  propertiesOf,
  firstSuccess,
} from './openApi.ts';

/** The schema of a resource, as responses show it. */
export interface ShownSchema {
  readonly pointer: string;
  readonly path: Path;
  /** The schema itself, by identity. */
  readonly inner: ForeignObject;
  readonly properties: ReturnType<typeof propertiesOf>;
}

/** The schema of the resource: what a read shows, else an element of the list, else what a create answers. */
export function shownSchema(
  document: ForeignObject,
  reading: InferredAction | undefined,
  listing: InferredAction | undefined,
  creating: InferredAction | undefined,
): ShownSchema | undefined {
  const listed = listing === undefined ? undefined : listPlace(document, listing.operation);
  for (const action of [reading, creating]) {
    const body = action === undefined ? undefined : firstSuccess(document, action.operation)?.body;
    if (body === undefined) continue;
    const unwrapped = unwrap(document, body.path, body.schema, listed?.at);
    if (unwrapped !== undefined) return unwrapped;
  }
  return listed === undefined ? undefined : shownAt(document, listed.items.path, listed.items.data);
}

function shownAt(document: ForeignObject, path: Path, value: unknown): ShownSchema | undefined {
  const { path: at, data } = follow(document, path, value);
  const properties = propertiesOf(document, at, data);
  return properties.size === 0 && !isMap(data)
    ? undefined
    : { pointer: `#${foreignPointer(at)}`, path: at, inner: data, properties };
}

/** Whether a schema is a map by itself: it has no names of its own, and says what stands under those that somebody chooses. */
function isMap({ properties, additionalProperties: values }: ForeignObject): boolean {
  return properties === undefined && Object.keys(objectOf(values)).length > 0;
}

/** Whether an operation sends what is shown, as far as maps tell: what shows a map may take something that is put into it. */
export function sendsShown(
  document: ForeignObject,
  { operation: { path, data } }: InferredAction,
  shown: ShownSchema,
): boolean {
  const body = jsonSchemaOf(document, [...path, 'requestBody'], data['requestBody']);
  if (!isMap(shown.inner) || body === undefined) return true;
  return isMap(follow(document, body.path, body.schema).data);
}

/** What a response wraps: the property that a list of the same API has its elements in, or the only object in it. */
function unwrap(
  document: ForeignObject,
  path: Path,
  schema: ForeignObject,
  listedAt: string | undefined,
): ShownSchema | undefined {
  const whole = shownAt(document, path, schema);
  if (whole === undefined) return undefined;
  const wrapped = listedAt === undefined ? undefined : whole.properties.get(listedAt.slice(1));
  const inner =
    wrapped === undefined
      ? envelope(document, whole)
      : shownAt(document, wrapped.path, wrapped.schema);
  return inner ?? whole;
}

const envelopes: ReadonlySet<string> = new Set(['data', 'result', 'item', 'payload', 'response']);

function envelope(document: ForeignObject, { properties }: ShownSchema): ShownSchema | undefined {
  const [found] = [...properties].filter(
    ([name]) => properties.size === 1 || envelopes.has(name.toLowerCase()),
  );
  return found === undefined ? undefined : shownAt(document, found[1].path, found[1].schema);
}

/** Where the response of a list has its elements: the body itself, or its only list of objects. */
export function listPlace(
  document: ForeignObject,
  operation: ForeignOperation,
):
  | { readonly at: string; readonly items: { readonly path: Path; readonly data: ForeignObject } }
  | undefined {
  const body = firstSuccess(document, operation)?.body;
  if (body === undefined) return undefined;
  const { path, data } = follow(document, body.path, body.schema);
  if (isJsonObject(data['items']))
    return { at: '', items: follow(document, [...path, 'items'], data['items']) };
  const lists = [...propertiesOf(document, path, data)].flatMap(([name, property]) => {
    const list = follow(document, property.path, property.schema);
    const { items } = list.data;
    if (!isJsonObject(items)) return [];
    const element = follow(document, [...list.path, 'items'], items);
    return propertiesOf(document, element.path, element.data).size === 0
      ? []
      : [{ at: foreignPointer([name]), items: element }];
  });
  return (
    lists.find(({ at }) => envelopes.has(at.slice(1).toLowerCase())) ??
    (lists.length === 1 ? lists[0] : undefined)
  );
}

/** Where a response has the resource in it. */
export function placeInResponse(
  document: ForeignObject,
  action: InferredAction,
  inner: ForeignObject,
): string {
  const { operation, does } = action;
  if (does === 'list') return listPlace(document, operation)?.at ?? '';
  const body = firstSuccess(document, operation)?.body;
  if (body === undefined || does === 'delete') return '';
  const whole = follow(document, body.path, body.schema);
  if (whole.data === inner) return '';
  for (const [name, property] of propertiesOf(document, whole.path, whole.data))
    if (follow(document, property.path, property.schema).data === inner)
      return foreignPointer([name]);
  return '';
}
