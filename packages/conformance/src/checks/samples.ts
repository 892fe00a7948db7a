import {
  isObject,
  isOpenEnd,
  type ElementNode,
  type JsonSchema,
  type JsonValue,
  type Property,
} from '@oidc-admin/contract';
import { sample, stringMatching, type Arbitrary } from 'fast-check';
import type { Canaries, SecretOwner } from './canaries.ts';
import { contentOf } from './contentOf.ts';
import { textOf } from './json.ts';

/** What values are made from. */
export interface SampleSource {
  readonly issuer: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly canaries: Canaries;
}

/** Letters only, different for every number, so that a value stays within most patterns. */
function lettersOf(number: number): string {
  let text = '';
  for (let rest = number; text === '' || rest > 0; rest = Math.floor(rest / 26))
    text = String.fromCharCode(97 + (rest % 26)) + text;
  return text;
}

/** What is before every value of a property with `x-prefix`. */
export function prefixOf(property: Property, settings: SampleSource['settings']): string {
  return (property.prefix ?? '').replaceAll(
    /\{(\w+)\}/g,
    (whole, name: string) => settings[name] ?? whole,
  );
}

/** Values that the document shows for a property. */
function examplesOf(property: Pick<Property, 'schema'>): readonly JsonValue[] {
  const { examples, example } = property.schema as { examples?: unknown; example?: unknown };
  if (Array.isArray(examples)) return examples as JsonValue[];
  return example === undefined ? [] : [example as JsonValue];
}

/** A text that the document shows for a property. */
export function exampleText(property: Property): string {
  const found = [...examplesOf(property), property.default].find(
    (value) => typeof value === 'string',
  );
  return typeof found === 'string' ? found : 'example';
}

const webUrl = /^https?:\/\/[^/?#]+(.*)$/i;

/** Whether a property takes a URL, by its format or by what the document shows. */
export function isUrl(property: Property): boolean {
  return property.format === 'uri' || webUrl.test(exampleText(property));
}

/** Whether any text will do. */
export function isFreeText(property: Property): boolean {
  return (
    property.types.includes('string') &&
    property.enum === undefined &&
    property.pattern === undefined &&
    property.prefix === undefined &&
    property.reachable !== true &&
    formatted[property.format ?? ''] === undefined &&
    property.schema['contentSchema'] === undefined &&
    !property.sensitive &&
    !isUrl(property)
  );
}

/** The values of a closed list that are kept as they are sent. */
function plainValues(property: Property): readonly JsonValue[] {
  const aliases = Object.keys(property.normalised ?? {});
  return (property.enum ?? []).filter((value) => !aliases.includes(textOf(value)));
}

/** What a sample depends on beside its property. */
interface SampleOptions {
  readonly owner?: SecretOwner;
  /** What is described inside of it: properties, elements of a list, values of a map. */
  readonly inside?: ElementNode | undefined;
  /** Whether an object has its optional properties as well. */
  readonly full?: boolean;
  /** So deep, optional objects and lists are there all the same; 1 is the property itself. */
  readonly deep?: number;
}

/** A right value of a property. Different for each `number`, as far as its rules let it be. */
export function sampleOf(
  property: Property,
  source: SampleSource,
  number: number,
  options: SampleOptions = {},
): JsonValue {
  const values = plainValues(property);
  if (values.length > 0) return values[number % values.length] ?? null;
  const part = partOf(property, number);
  const { types } = part;
  if (types.includes('string')) return textFor(part, source, number, options.owner ?? {});
  if (types.includes('integer') || types.includes('number')) return numberFor(part, number);
  if (types.includes('boolean')) return number % 2 === 0;
  const [example] = examplesOf(part);
  if (types.includes('array')) return listFor(part, source, number, options) ?? example ?? [];
  if (types.includes('object')) return objectFor(part, source, number, options) ?? example ?? {};
  return example ?? null;
}

/** One type of several, or one part of a union of values, a different one for each number; a property that is no such union as it is. */
function partOf(property: Property, number: number): Property {
  const union = property.schema['anyOf'] ?? property.schema['oneOf'];
  const plain = property.types.filter((type) => /^(?:string|integer|number|boolean)$/.test(type));
  // What else it may be, other samples are.
  if (Array.isArray(property.schema['type']) && plain.length > 1)
    return { ...property, types: plain.slice(number % plain.length, (number % plain.length) + 1) };
  if (property.schema['type'] !== undefined || !Array.isArray(union)) return property;
  const parts = (union as readonly JsonSchema[]).filter(
    ({ type }) => typeof type === 'string' && type !== 'null' && type !== 'object',
  );
  const schema = parts[number % parts.length];
  if (schema === undefined) return property;
  const { sensitive, name, description, required, binding, source } = property;
  const own = { sensitive, name, description, required, binding, source };
  return { ...(schema as object), ...own, types: [String(schema['type'])], schema };
}

/** How many numbers are enough to make values differ. */
const mostNumbers = 59;

function numberFor({ schema, minimum, maximum }: Property, number: number): number {
  const keyword = (name: string): number | undefined =>
    typeof schema[name] === 'number' ? schema[name] : undefined;
  const step = keyword('multipleOf') ?? 1;
  const above = keyword('exclusiveMinimum');
  const below = keyword('exclusiveMaximum');
  const most = maximum ?? (below === undefined ? undefined : below - step);
  // Not below nothing, unless there is nothing else.
  const lowest = most === undefined || most >= 0 ? 0 : most - mostNumbers * step;
  const least = minimum ?? (above === undefined ? lowest : above + step);
  const first = Math.ceil(least / step);
  const count = Math.floor(Math.min((most ?? Infinity) / step - first, mostNumbers - 1));
  const value = (steps: number): number => Number(((first + steps) * step).toPrecision(12));
  if (count < 1) return value(0);
  // Not the least one, which may be taken for nothing; of fractions, floating point makes some that are no multiple.
  const fitting = Array.from({ length: count }, (_, index) => value(index + 1)).filter((one) =>
    Number.isInteger(one / step),
  );
  return fitting[number % fitting.length] ?? value(1 + (number % count));
}

/** So many elements has a list, and so many values a map, that may have more: what is lost of one is seen. */
const usualLength = 2;

function listFor(
  { schema }: Property,
  source: SampleSource,
  number: number,
  { inside, ...options }: SampleOptions,
): JsonValue | undefined {
  const elements = inside?.elements;
  const item = elements?.item;
  if (item === undefined) return undefined;
  if (isOpenEnd(item.schema)) return [];
  const { minItems, maxItems } = schema as { minItems?: number; maxItems?: number };
  const usual = options.full === true ? usualLength : 1;
  const length = Math.min(Math.max(minItems ?? 0, usual), maxItems ?? Infinity);
  const list = Array.from({ length }, (_, index) =>
    sampleOf(item, source, number * length + index, { ...options, inside: elements }),
  );
  if (schema['uniqueItems'] !== true) return list;
  // Of few values there may be fewer than are usual.
  return [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
}

function objectFor(
  { schema }: Property,
  source: SampleSource,
  number: number,
  { inside, deep = 0, ...others }: SampleOptions,
): JsonValue | undefined {
  const options = { ...others, deep: deep - 1 };
  const isThere = ({ item, inner, elements, values }: ElementNode): boolean =>
    item !== undefined &&
    !isOpenEnd(item.schema) &&
    (item.required ||
      options.full === true ||
      (deep > 1 && (inner.size > 0 || elements !== undefined || values !== undefined)));
  const named = [...(inside?.inner ?? [])].flatMap(([name, node]): [string, JsonValue][] =>
    node.item !== undefined && isThere(node)
      ? [[name, sampleOf(node.item, source, number, { ...options, inside: node })]]
      : [],
  );
  const values = inside?.values;
  if (values?.item !== undefined && isOpenEnd(values.item.schema)) return Object.fromEntries(named);
  const more = valuesFor(values, source, number, options);
  if (named.length + more.length > 0) return Object.fromEntries([...named, ...more]);
  const isOpen = inside?.inner.size === 0 && schema['additionalProperties'] !== false;
  return isOpen && examplesOf({ schema }).length === 0
    ? { [`checkedName-${lettersOf(number)}`]: lettersOf(number) }
    : undefined;
}

/** Values of a map, each under a name of its own; none where it is no map. */
export function valuesFor(
  values: ElementNode | undefined,
  source: SampleSource,
  number: number,
  options: Omit<SampleOptions, 'inside'> = {},
): readonly (readonly [string, JsonValue])[] {
  const item = values?.item;
  if (item === undefined) return [];
  // In both letter cases: some servers fold the names of what they do not know.
  return Array.from({ length: usualLength }, (_, index) => number * usualLength + index).map(
    (own) => [
      `checkedName-${lettersOf(own)}`,
      sampleOf(item, source, own, { ...options, inside: values }),
    ],
  );
}

/** Right values of the formats that JSON Schema names, but of URLs. */
const formatted: Readonly<Record<string, (number: number) => string>> = {
  email: (number) => `check-${lettersOf(number)}@example.com`,
  uuid: (number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
  'date-time': (number) => new Date(Date.UTC(2030, 0, 1) + number * 1000).toISOString(),
  date: (number) => new Date(Date.UTC(2030, 0, 1 + number)).toISOString().slice(0, 10),
  hostname: (number) => `check-${lettersOf(number)}.example.com`,
  ipv4: (number) => `192.0.2.${(number % 254) + 1}`,
  ipv6: (number) => `2001:db8::${(number % 65536).toString(16)}`,
  time: (number) => `${new Date(number * 1000).toISOString().slice(11, 19)}Z`,
  duration: (number) => `PT${number + 1}S`,
  'json-pointer': (number) => `/${lettersOf(number)}`,
  'relative-json-pointer': (number) => `${number}/${lettersOf(number)}`,
};

function textFor(
  property: Property,
  source: SampleSource,
  number: number,
  owner: SecretOwner,
): string {
  if (property.sensitive) {
    const secret = source.canaries.make(owner, property.minLength);
    // Of a time, for example, that a document marks as a password: nobody could find it again.
    if (property.pattern === undefined || fits(property, secret)) return secret;
  }
  const suffix = lettersOf(number);
  const example = exampleText(property);
  const byFormat = formatted[property.format ?? ''];
  if (byFormat !== undefined) return byFormat(number);
  if (property.prefix !== undefined)
    return `${prefixOf(property, source.settings)}Conformance-${suffix}`;
  const content = property.schema['contentSchema'];
  if (isObject(content)) {
    const text = /[{[]/.test(example) ? example : JSON.stringify(contentOf(content, suffix));
    // A text is kept as it is, though it holds JSON: white space too.
    return text.replace(/[{[]/, number % 2 === 0 ? '$& ' : '$&\n  ');
  }
  if (isUrl(property))
    return urlOf(example, source.issuer, property.reachable === true ? '' : suffix);
  const joint = property.pattern === undefined && example.includes(' ') ? ' ' : '';
  const text = `${example}${joint}${suffix}`;
  return (
    [text, filled(text, property.minLength ?? 0, 'ascii'), example].find((one) =>
      fits(property, one),
    ) ?? matching(property, number)
  );
}

/** A URL below the issuer of the run, with the path that the document shows. */
function urlOf(example: string, issuer: string, suffix: string): string {
  const path = webUrl.exec(example)?.[1] ?? '';
  if (path === '' || path === '/') return issuer;
  return `${issuer.replace(/\/+$/, '')}${path}${suffix === '' ? '' : `?v=${suffix}`}`;
}

/** Whether a text keeps to the length and the pattern of a property. */
export function fits(
  { minLength = 0, maxLength = Infinity, pattern = '' }: Property,
  text: string,
): boolean {
  const { length } = Array.from(text);
  return length >= minLength && length <= maxLength && new RegExp(pattern, 'u').test(text);
}

/** The example of a property, or what its pattern asks for where no example fits. */
export function exampleOf(property: Property): string {
  const example = exampleText(property);
  return fits(property, example) ? example : matching(property, 1);
}

function matching(property: Property, seed: number): string {
  if (property.pattern === undefined) return lettersOf(seed);
  const [first] = textsMatching(property.pattern, seed, 1);
  if (first !== undefined && fits(property, first)) return first;
  const found = textsMatching(property.pattern, seed, 100);
  return found.find((text) => fits(property, text)) ?? found[0] ?? '';
}

/** What makes texts, by pattern: to read a pattern takes longer than to make a text of it. */
const generators = new Map<string, Arbitrary<string>>();

/** So many texts that match a pattern; none where it holds what the library cannot make, such as a look ahead. */
function textsMatching(pattern: string, seed: number, count: number): readonly string[] {
  try {
    const generator = generators.get(pattern) ?? stringMatching(new RegExp(pattern, 'u'));
    generators.set(pattern, generator);
    return sample(generator, { seed, numRuns: count });
  } catch {
    return [];
  }
}

/** Kinds of characters in which a limit must count the same. */
export const scripts = {
  ascii: 'a',
  // Two bytes in UTF-8 and one unit in UTF-16; four bytes and two units.
  unicode: 'é\u{1F511}',
} as const;

export type Script = keyof typeof scripts;

/** Whether a property may hold characters of this kind. */
export function takes(property: Property, script: Script): boolean {
  // A URI is of ASCII characters only.
  if (property.format === 'uri') return script === 'ascii';
  return (
    property.pattern === undefined ||
    new RegExp(property.pattern, 'u').test(scripts[script].repeat(2))
  );
}

/** A text of exactly so many characters that breaks no other rule, its beginning its own. */
export function textOfLength(
  property: Property,
  length: number,
  script: Script,
  source: SampleSource,
  start = property.format === 'uri' ? `${source.issuer.replace(/\/+$/, '')}/` : '',
): string {
  return filled(property.sensitive ? source.canaries.make({}) : start, length, script);
}

/** A text of exactly so many characters that begins with another. */
export function filled(start: string, length: number, script: Script): string {
  const filler = Array.from(scripts[script].repeat(length));
  return Array.from(start).concat(filler).slice(0, Math.max(length, 0)).join('');
}
