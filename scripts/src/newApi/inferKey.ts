import type { InferredAction, InferredResource } from './inferred.ts';
import { camelName, wordsInName } from './names.ts';
import {
  type ForeignObject,
  type ForeignOperation,
  follow,
  jsonSchemaOf,
  objectOf,
  type Path,
  propertiesOf,
  requiredIn,
} from './openApi.ts';
import type { Remarks } from './remarks.ts';
import type { ShownSchema } from './shownSchema.ts';

/** The property that a path parameter names: of the same name, else by its last words. */
export function inferKey(
  document: ForeignObject,
  parameter: string,
  name: string,
  { properties, path }: ShownSchema,
  remarks: Remarks,
  operation: ForeignOperation,
): InferredResource['key'] {
  const words = wordsInName(parameter);
  const own = new Set(wordsInName(name));
  const short = camelName(words.filter((word) => !own.has(word)));
  const last = words.at(-1) ?? '';
  const candidates = [
    parameter,
    camelName(words),
    words.join('_'),
    short,
    last,
    camelName([...own, last]),
  ];
  // What names somebody who signs in is called so or so.
  const common = [
    ...(/^(?:user|username|login)$/.test(last) ? ['username', 'login'] : []),
    // What is counted below one thing has another number than among all.
    ...(/^(?:index|number|no|nr)$/.test(last) ? ['number', 'index', 'iid', 'no', 'nr'] : []),
    'id',
    'uuid',
    'uid',
    'guid',
    'key',
    'slug',
    'name',
  ];
  const wanted = typesOfParameter(document, operation, parameter);
  // What is a text in the path is no number in the body, if the document has another choice.
  const isAlike = (one: string): boolean => {
    const found = properties.get(one);
    return found !== undefined && hasTypeOf(document, wanted, found);
  };
  // `{id}` may be called `Id` or `ID` in the body, and `{clientId}` `client_id`.
  const spelled = (one: string): readonly string[] => [
    one,
    ...[...properties.keys()].filter((known) => plainly(known) === plainly(one)),
  ];
  const called = candidates.flatMap(spelled);
  // Of what is only a usual name, one of another type is not meant; what is called like the parameter is, whatever its type.
  const property =
    spelled(parameter).find((one) => properties.has(one)) ??
    [...called, ...common.flatMap(spelled)].find(isAlike) ??
    called.find((one) => properties.has(one));
  if (property === undefined) {
    remarks.question(
      path,
      `which property of ${name} does {${parameter}} in ${operation.route} name? None is called so`,
    );
    return undefined;
  }
  if (property !== parameter)
    remarks.guess(
      operation.path,
      `{${parameter}} in the path names the property ${property} of ${name}`,
    );
  return { property, parameter };
}

/** A name without what words differ by in their spelling only. */
function plainly(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

/** The types of a schema but for null, which no path has; none where it has any. */
function typesOf({ type }: ForeignObject): readonly unknown[] {
  return [type].flat().filter((one) => one !== undefined && one !== 'null');
}

/** Whether a property has one of the types that a path parameter has, as far as the document says any. */
export function hasTypeOf(
  document: ForeignObject,
  wanted: readonly unknown[],
  property: { readonly path: Path; readonly schema: unknown },
): boolean {
  const types = typesOf(follow(document, property.path, property.schema).data);
  return wanted.length === 0 || types.length === 0 || types.some((type) => wanted.includes(type));
}

/** The types that a path parameter has, where the document says them. */
export function typesOfParameter(
  document: ForeignObject,
  { data, route }: ForeignOperation,
  parameter: string,
): readonly unknown[] {
  const shared = objectOf(objectOf(document['paths'])[route])['parameters'];
  const described = [data['parameters'], shared]
    .flatMap((list) => (Array.isArray(list) ? (list as readonly unknown[]) : []))
    .map((one) => follow(document, [], one).data)
    .find((one) => one['in'] === 'path' && one['name'] === parameter);
  return typesOf(follow(document, [], described?.['schema']).data);
}

/** Keys that nobody makes up who does not have to. */
const machineMade = /^(?:id|uid|uuid|guid)$/i;

function isFreeText({ type, enum: words, pattern, format }: ForeignObject): boolean {
  return type === 'string' && [words, pattern, format].every((limit) => limit === undefined);
}

/** Whether the server makes a key: its schema says so, or the body of a create lacks it or may leave it out. */
export function isServerMade(
  document: ForeignObject,
  key: NonNullable<InferredResource['key']>,
  { properties }: ShownSchema,
  creating: InferredAction | undefined,
  remarks: Remarks,
): boolean {
  const own = properties.get(key.property);
  const schema = own === undefined ? {} : follow(document, own.path, own.schema).data;
  if (schema['readOnly'] === true) return true;
  if (creating === undefined) return false;
  const { data, path } = creating.operation;
  const body = jsonSchemaOf(document, [...path, 'requestBody'], data['requestBody']);
  const sent = body === undefined ? undefined : propertiesOf(document, body.path, body.schema);
  const inBody = sent?.has(key.property) === true;
  const isLeftOpen =
    inBody &&
    machineMade.test(key.property) &&
    !requiredIn(document, body?.path ?? [], body?.schema).has(key.property) &&
    // By another text a run finds again what it made.
    [...(sent ?? [])].some(
      ([name, one]) =>
        name !== key.property &&
        properties.has(name) &&
        isFreeText(follow(document, one.path, one.schema).data),
    );
  remarks.guess(
    path,
    isLeftOpen
      ? `the server makes ${key.property}: the body may leave it out`
      : inBody
        ? `the caller chooses ${key.property}: it is in the body`
        : `the server makes ${key.property}: it is not in the body`,
  );
  return !inBody || isLeftOpen;
}
