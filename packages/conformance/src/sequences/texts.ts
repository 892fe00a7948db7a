import {
  elementSteps,
  elementValues,
  isNested,
  isObject,
  type JsonValue,
  type Operation,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import { ownProperties, changedAtSteps, type Body } from '../checks/bodies.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { exampleText, isFreeText, isUrl, type SampleSource } from '../checks/samples.ts';

/** Values of one kind that hasty code changes. */
interface SpecialKind {
  /** In fewer characters than any documented limit, unless it is only for properties without one. */
  readonly text: string;
  readonly unlimited?: true;
  /** What is behind the issuer's URL. */
  readonly url?: string;
  readonly number?: (property: Property) => number;
  /** By its place among the booleans of the body. */
  readonly boolean?: (index: number) => boolean;
}

/**
 * Booleans that differ from each other: two patterns and their opposites, in which each of four is once on and once off beside
 * each other one. Code that reads the wrong one gives most of them the same value.
 */
function everySecond(index: number): boolean {
  return index % 2 === 0;
}

function pairwise(index: number): boolean {
  return index % 4 < 2;
}

/** Texts that are escaped, trimmed, normalised, or taken for something else; each holds many kinds of characters at once. */
const kinds: Readonly<Record<string, SpecialKind>> = {
  markup: {
    text: ' "q" \\b /s/ <b>&amp;</b> it\'s é e\u0301 Å \u212B ñ ß İ 中文 עברית \u{1F511} 100%25 a+b %zz ',
    url: '/',
  },
  whitespace: {
    text: 'tab\tand two  spaces\nline\r\nend \u2028 \uFEFF ${x} {{y}} \u{1F469}\u200D\u{1F467} ﬁ ',
    url: '/Path/../a%2Fb/?q=a%20b+c&d=%C3%A9#part',
  },
  // Letters of several scripts, each one character that nothing changes.
  letters: { text: 'Z\u00FCrich \u00F1 \u4E2D\u6587 \u05E2 \u{1F511}' },
  // Nothing is what code most often takes for left out.
  digits: { text: '0123', number: ({ minimum }) => minimum ?? 0, boolean: () => false },
  null: {
    text: 'null',
    number: ({ maximum }) => Math.min(maximum ?? 525600, 525600),
    boolean: () => true,
  },
  // What is written as a number in the same way.
  number: { text: '4711' },
  decimal: { text: '1.50' },
  exponent: { text: '1e5', boolean: everySecond },
  longDigits: { text: '12345678901234567890', boolean: (index) => !everySecond(index) },
  boolean: { text: 'False', boolean: pairwise },
  date: { text: '2024-01-31T00:00:00Z', boolean: (index) => !pairwise(index) },
  day: { text: '2024-01-31' },
  // A boolean in YAML that is written without quotation marks.
  no: { text: 'no' },
  // A server may decode it, or encode it once more.
  encoded: { text: 'a=b%20c&d=%C3%A9%2Fe' },
  // In no order, and one word twice.
  order: { text: 'openid email zeta profile Alpha openid' },
  // Longer than the columns of most tables, JSON by its white space; a server that refuses it cuts nothing.
  long: {
    text: `long ${'0123456789'.repeat(1000)} end`,
    url: `/?long=${'0123456789'.repeat(200)}&end`,
    unlimited: true,
  },
};

/** Values that are taken for something else, each in everything that takes any text. */
export const lookAlikes = [
  'digits',
  'number',
  'decimal',
  'null',
  'exponent',
  'longDigits',
  'boolean',
  'date',
  'day',
  'no',
  'encoded',
  'order',
] as const;

/** Kinds of texts that hold characters which are escaped, trimmed or normalised. */
export const oddCharacters = ['markup', 'whitespace'] as const;

/** A body of special values of one kind, each of which a read must answer exactly. */
export function specialValues(
  operation: Operation,
  resource: Resource,
  kind: string,
  source: Pick<SampleSource, 'issuer'>,
): Body {
  const special = kinds[kind];
  if (operation.body === undefined || special === undefined) return {};
  const shown = new Map(resource.properties.map((property) => [property.name, property]));
  const properties = ownProperties(operation.body).filter(
    ({ name, required }) =>
      name !== resource.key &&
      shown.has(name) &&
      shown.get(name)?.masked !== true &&
      !(name === resource.label && required && mayBeTaken(operation)),
  );
  const place = placesOfBooleans(properties);
  const values = properties.flatMap((property): [string, JsonValue][] => {
    const value = valueFor(property, special, source, place(property));
    return value === undefined ? [] : [[property.name, value]];
  });
  return Object.fromEntries(values);
}

/**
 * Whether two with one name may be refused: of server-made keys, a 409 speaks of something else that has to be its own. A text that
 * may be left out is hardly that.
 */
function mayBeTaken({ responses }: Operation): boolean {
  return responses.some(({ status }) => status === 409);
}

/**
 * A body in which every text inside of an object, a list or a map is such a special value; of a list the first element
 * only, since its elements may have to differ.
 */
export function withSpecialInside(
  body: Body,
  operation: Operation,
  resource: Resource,
  kind: string,
  source: Pick<SampleSource, 'issuer'>,
): Body {
  const special = kinds[kind];
  if (special === undefined) return body;
  const shown = new Map(resource.properties.map((property) => [property.name, property]));
  let changed: JsonValue = body;
  const inner = insideProperties(operation);
  const place = placesOfBooleans(inner);
  for (const property of inner) {
    const value = valueFor(property, special, source, place(property));
    if (value === undefined || !shown.has(property.name) || shown.get(property.name)?.masked)
      continue;
    const of = elementSteps(property.name);
    for (const { steps } of elementValues(changed, of))
      if (of.every((step, index) => step !== '[]' || steps[index] === '0'))
        changed = changedAtSteps(changed, steps, value) ?? null;
  }
  return changed as Body;
}

/** Puts special values of one kind inside of the objects of a request's body. */
export function specialInside(
  operation: Operation,
  resource: Resource,
  kind: string,
  source: Pick<SampleSource, 'issuer'>,
): (request: CheckRequest) => CheckRequest {
  return (request) =>
    isObject(request.body)
      ? { ...request, body: withSpecialInside(request.body, operation, resource, kind, source) }
      : request;
}

/** The properties of a body that stand inside of others. */
export function insideProperties({ body }: Operation): readonly Property[] {
  return (body?.properties ?? []).filter(({ name }) => isNested(name));
}

/** Counts the properties that hold a boolean. */
function placesOfBooleans(properties: readonly Property[]): (property: Property) => number {
  const booleans = properties.filter(({ types }) => types.includes('boolean'));
  return (property) => booleans.indexOf(property);
}

function valueFor(
  property: Property,
  { text, url, number, boolean, unlimited }: SpecialKind,
  { issuer }: Pick<SampleSource, 'issuer'>,
  index: number,
): JsonValue | undefined {
  if (unlimited === true && property.maxLength !== undefined) return undefined;
  if (isFreeText(property)) return fitted(property, text);
  if (unlimited === true && property.schema['contentSchema'] !== undefined)
    return exampleText(property).replace(/[{[]/, `$&${' '.repeat(text.length)}`);
  if (property.types.includes('string') && isUrl(property))
    return url === undefined || property.reachable === true
      ? undefined
      : issuer.replace(/\/+$/, '') + url;
  if (property.types.includes('integer')) return fittingNumber(property, number?.(property));
  const { schema } = property;
  if (property.types.includes('boolean') && !('enum' in schema) && !('const' in schema))
    return boolean?.(index);
  return undefined;
}

/** A number, where no rule of the property is in its way. */
function fittingNumber(
  { schema, enum: values }: Property,
  number: number | undefined,
): number | undefined {
  const { exclusiveMinimum: above = -Infinity, exclusiveMaximum: below = Infinity } = schema;
  const step = schema['multipleOf'] ?? 1;
  const fits =
    number !== undefined &&
    values === undefined &&
    number > Number(above) &&
    number < Number(below) &&
    Number.isInteger(number / Number(step));
  return fits ? number : undefined;
}

function fitted({ maxLength }: Property, text: string): string {
  return Array.from(text).slice(0, maxLength).join('');
}
