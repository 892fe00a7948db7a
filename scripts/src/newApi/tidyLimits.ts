import { objectOf, type Path, type ForeignObject, follow, jsonSchemaOf } from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, editableAt, walk } from './tidyDocument.ts';

/** A map that may have more values than this is never sent with too many: checks send two, and one that breaks its schema. */
const mostSent = 3;

/** Of more properties, each would be an alternative of a body. */
const mostAlternatives = 6;

/**
 * Writes limits as the engines read them: patterns without backslashes that escape nothing, maps without a limit that no check comes
 * near, and a body that needs any one of its properties as a union of those that have it. Changes the document.
 */
export function tidyLimits(document: EditableObject, remarks: Remarks): void {
  walk(document, [], (node, path) => {
    if (isData(path)) return;
    tidyPattern(node, path, remarks);
    tidyMap(node, path, remarks);
  });
  for (const [route, item] of Object.entries(objectOf(document['paths'])))
    for (const method of ['post', 'put', 'patch', 'delete'])
      tidyBody(document, ['paths', route, method], objectOf(objectOf(item)[method]), remarks);
}

/** What stands in these has a name of its own, which may be `default`, as a response has it. */
const holdsNames =
  /^(?:properties|patternProperties|dependentSchemas|\$defs|schemas|responses|parameters|headers|requestBodies)$/;

/** Whether a place is in a value that a document shows, and no schema. */
function isData(path: Path): boolean {
  return path.some(
    (key, index) =>
      /^(?:examples?|default|enum|const)$/.test(key) && !holdsNames.test(path[index - 1] ?? ''),
  );
}

/** JSON Schema reads a pattern with the flag `u`, to which a backslash before what needs none is a mistake. */
function tidyPattern(node: EditableObject, path: Path, remarks: Remarks): void {
  const { pattern } = node;
  if (typeof pattern !== 'string' || isPattern(pattern, 'u') || !isPattern(pattern, '')) return;
  const plain = withoutIdleEscapes(pattern);
  if (!isPattern(plain, 'u')) return;
  remarks.guess(
    [...path, 'pattern'],
    `${pattern} has backslashes before what needs none; the copy has ${plain}, which means the same`,
  );
  node['pattern'] = plain;
}

function isPattern(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Letters and digits may mean something behind a backslash elsewhere (`\A`, `\Z`), so they keep it. */
function withoutIdleEscapes(pattern: string): string {
  let isInClass = false;
  return pattern.replaceAll(/\\(.)|[[\]]/gsu, (whole, escaped: string | undefined, at: number) => {
    if (escaped === undefined) {
      isInClass = whole === '[';
      return whole;
    }
    // Without it, `{2\,3}` would be a count.
    if (escaped === ',' && !isInClass && /\{\d+$/.test(pattern.slice(0, at))) return whole;
    const isNeeded =
      /[\p{L}\p{N}^$\\.*+?()[\]{}|/]/u.test(escaped) || (isInClass && escaped === '-');
    return isNeeded ? whole : escaped;
  });
}

function tidyMap(node: EditableObject, path: Path, remarks: Remarks): void {
  const { maxProperties: most, properties } = node;
  const isMap =
    node['additionalProperties'] !== false && Object.keys(objectOf(properties)).length === 0;
  // A property may be called `maxProperties`.
  if (typeof most !== 'number' || !isMap || most < mostSent) return;
  remarks.guess(
    [...path, 'maxProperties'],
    `at most ${most} properties: no check sends more, and the copy leaves the limit out`,
  );
  delete node['maxProperties'];
}

function tidyBody(
  document: EditableObject,
  operation: Path,
  { requestBody }: ForeignObject,
  remarks: Remarks,
): void {
  const whole = document as ForeignObject;
  const body = jsonSchemaOf(whole, [...operation, 'requestBody'], requestBody);
  if (body === undefined) return;
  const { path, data } = follow(whole, body.path, body.schema);
  const isPlain = ['allOf', 'anyOf', 'oneOf'].every((key) => data[key] === undefined);
  if (data['minProperties'] !== 1 || !isPlain) return;
  const { minProperties: _, description, required, ...object } = data;
  const isImplied = Array.isArray(required) && required.length > 0;
  const names = Object.entries(objectOf(object['properties'])).flatMap(([name, schema]) =>
    follow(whole, [], schema).data['readOnly'] === true || objectOf(schema)['readOnly'] === true
      ? []
      : [name],
  );
  if (!isImplied && (names.length === 0 || names.length > mostAlternatives)) return;
  if (!isImplied) remarks.guess(path, `at least one of ${names.join(', ')} has to be sent`);
  const needed =
    isImplied || names.length === 1
      ? { required: isImplied ? required : names }
      : { anyOf: names.map((name) => ({ required: [name] })) };
  const made = { ...(description === undefined ? {} : { description }), ...object, ...needed };
  // Where a response has the same schema, that stays as it is. Of the other media types of the body nothing is read.
  for (const [type, content] of Object.entries(editableAt(document, body.path.slice(0, -2)))) {
    const media = objectOf(content) as EditableObject;
    if (follow(whole, [], media['schema']).data === data)
      media['schema'] = type === body.path.at(-2) ? structuredClone(made) : { type: 'object' };
  }
}
