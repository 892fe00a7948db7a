import type { FactRows } from './factRows.ts';
import {
  type ForeignObject,
  isJsonObject,
  jsonSchemaOf,
  objectOf,
  partsOf,
  plainText,
} from './openApi.ts';
import { type EditableObject, putBefore } from './tidyDocument.ts';

/** What an answer to a broken request may be: statuses in the order in which they are likely, or taken as right. */
interface Expectation {
  readonly text: string;
  readonly statuses: readonly (number | string)[];
  /** Needs no documented status. */
  readonly open?: true;
}

const bad: readonly number[] = [400, 422];

function body(text: string): Expectation {
  return { text: `A request ${text} is refused`, statuses: bad };
}

function value(text: string): Expectation {
  return { text: `A value ${text} is refused`, statuses: bad };
}

/** Of a body whose schema says that it has no other properties. */
const closed: Expectation = {
  text: 'A property that is not in the list of a closed schema is refused',
  statuses: bad,
};

/** By kind of rule. Those of values have one for all of them. */
const expectations: Readonly<Record<string, Expectation>> = {
  existence: { text: 'What is named in a path and does not exist is not found', statuses: [404] },
  taken: { text: 'A key that is taken is refused', statuses: [409, 400, 422] },
  pathParameter: { text: 'A path that breaks its schema is refused', statuses: [400, 404, 422] },
  method: {
    text: 'A method that a path does not have is refused',
    // RFC 9110, 15.6.2: of a server that has the method nowhere.
    statuses: ['4XX', 501],
    open: true,
  },
  head: {
    text: 'HEAD is answered like GET, or refused',
    statuses: ['accepted', '4XX', 501],
    open: true,
  },
  mediaType: {
    text: 'A body of another media type is refused',
    // RFC 9110 has 415 for it, which many documents forget.
    statuses: [415, 400, 422, '4XX'],
  },
  transfer: {
    text: 'How a body is sent makes no difference, or is refused',
    statuses: ['accepted', 411, 417, 415],
    open: true,
  },
  malformedJson: body('whose body is no JSON'),
  emptyBody: body('with an empty body'),
  bodyType: body('whose body is no object'),
  required: body('without a required property'),
  conditional: body('that satisfies no alternative'),
  type: body('with a property of another type'),
  nullRequired: body('with null for a required property'),
  nullOptional: {
    text: 'Null for an optional property is as if it were left out, or refused',
    statuses: ['asLeftOut', ...bad],
    open: true,
  },
  unknownProperty: {
    text: 'A property that is not documented is ignored',
    statuses: ['accepted'],
    open: true,
  },
  responseOnly: {
    text: 'A property that the server makes is ignored in requests, or refused',
    // A number by which the server counts changes is refused where it is another one.
    statuses: ['accepted', ...bad, 409, 412],
  },
  ...Object.fromEntries(
    [
      ['minLength', 'that is too short'],
      ['maxLength', 'that is too long'],
      ['pattern', 'that breaks its pattern'],
      ['enum', 'that is not in its list'],
      ['const', 'that is not the only one'],
      ['format', 'that breaks its format'],
      ['minimum', 'that is too small'],
      ['maximum', 'that is too large'],
      ['exclusiveMinimum', 'that is too small'],
      ['exclusiveMaximum', 'that is too large'],
      ['multipleOf', 'that is no multiple'],
      ['minItems', 'with too few elements'],
      ['maxItems', 'with too many elements'],
      ['uniqueItems', 'with an element twice'],
      ['additionalProperties', 'under a name of its own that breaks its schema'],
      ['contentSchema', 'whose content breaks its schema'],
      ['email', 'that is no e-mail address'],
      ['uuid', 'that is no UUID'],
      ['dateTime', 'that is no date and time'],
      ['hostname', 'that is no host name'],
      ['ipv4', 'that is no address of IPv4'],
      ['int32', 'that does not fit into 32 bits'],
    ].map(([kind = '', text = '']) => [kind, value(text)]),
  ),
};

/**
 * Writes what may be answered to broken requests: for the whole document what most operations document, and on an
 * operation what it documents else. What changes nothing is taken out again later.
 */
export function describeOutcomes(
  document: EditableObject,
  operations: readonly EditableObject[],
  facts: FactRows,
): void {
  const whole: EditableObject = {};
  const own = new Map<EditableObject, EditableObject>(
    operations.map((operation) => [operation, {}]),
  );
  for (const [kind, expectation] of Object.entries(expectations)) {
    const source = facts.row(
      'How broken requests are answered',
      ['BROKEN', kind],
      `${expectation.text}.`,
      'reading',
    );
    const sets = operations.map((operation) => ({
      operation,
      allow: allowedIn(operation, expectation),
    }));
    const usual = mostFrequent(
      sets.map(({ allow }) => JSON.stringify(allow)).filter((text) => text !== '[]'),
    );
    if (usual === undefined) continue;
    whole[kind] = { allow: JSON.parse(usual) as unknown, source };
    for (const { operation, allow } of sets)
      if (allow.length > 0 && JSON.stringify(allow) !== usual)
        Object.assign(own.get(operation) ?? {}, { [kind]: { allow, source } });
  }
  for (const operation of operations) {
    if (!isClosed(document, operation)) continue;
    const source = facts.row(
      'How broken requests are answered',
      ['BROKEN', 'closed'],
      `${closed.text}.`,
      'documented',
    );
    const allow = allowedIn(operation, closed);
    const unknownProperty = { allow: allow.length === 0 ? ['4XX'] : allow, source };
    Object.assign(own.get(operation) ?? {}, { unknownProperty });
    const sent = jsonSchemaOf(document as ForeignObject, [], operation['requestBody']);
    for (const part of openInside(document as ForeignObject, sent?.schema ?? {}))
      putBefore(part, 'x-outcomes', { unknownProperty: whole['unknownProperty'] }, ['properties']);
  }
  putBefore(document, 'x-outcomes', whole, ['paths']);
  for (const [operation, outcomes] of own)
    if (Object.keys(outcomes).length > 0)
      putBefore(operation, 'x-outcomes', outcomes, ['parameters', 'requestBody', 'responses']);
}

/** Whether the schema of a body, or a part of it, allows no properties but its own. */
function isClosed(document: EditableObject, operation: EditableObject): boolean {
  const whole = document as ForeignObject;
  const sent = jsonSchemaOf(whole, [], operation['requestBody']);
  if (sent === undefined) return false;
  return partsOf(whole, sent.path, sent.schema).some(isShut);
}

/** The outermost objects inside a closed one that allow properties of other names. */
function openInside(
  document: ForeignObject,
  closedSchema: ForeignObject,
  visited: Set<unknown> = new Set(),
): readonly EditableObject[] {
  return partsOf(document, [], closedSchema).flatMap((part) => {
    if (visited.has(part)) return [];
    visited.add(part);
    const unions = [part['anyOf'], part['oneOf']].flatMap((one) =>
      Array.isArray(one) ? one.filter(isJsonObject) : [],
    );
    const inner = [...Object.values(objectOf(part['properties'])), part['items']];
    const inside = inner.filter(isJsonObject).flatMap((one) => {
      const parts = partsOf(document, [], one);
      const isOpen = !parts.some(isShut) && parts.some(({ properties }) => properties);
      return isOpen ? parts.slice(0, 1) : openInside(document, one, visited);
    });
    return [...inside, ...unions.flatMap((one) => openInside(document, one, visited))];
  });
}

function isShut(part: ForeignObject): boolean {
  return part['additionalProperties'] === false || part['unevaluatedProperties'] === false;
}

function allowedIn(
  operation: EditableObject,
  { statuses, open }: Expectation,
): readonly (number | string)[] {
  const documented = new Set(Object.keys(objectOf(operation['responses'])));
  const allowed = statuses.filter(
    (one) =>
      typeof one === 'string' ||
      documented.has(plainText(one)) ||
      (open === true && !bad.includes(one)),
  );
  return allowed;
}

function mostFrequent(texts: readonly string[]): string | undefined {
  const counted = [...Map.groupBy(texts, (text) => text)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  return counted[0]?.[0];
}
