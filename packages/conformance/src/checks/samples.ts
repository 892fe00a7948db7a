import type { Canaries, SecretOwner } from './canaries.ts';
import type { Property } from './contractTypes.ts';
import type { JsonValue } from '../wire/jsonValue.ts';
import { textOf } from './json.ts';

/** What values are made from. */
export interface SampleSource {
  readonly issuer: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly canaries: Canaries;
}

/** Letters only, different for every number, so that a value stays within most patterns. */
export function lettersOf(number: number): string {
  let text = '';
  for (let rest = number; text === '' || rest > 0; rest = Math.floor(rest / 26))
    text = String.fromCharCode(97 + (rest % 26)) + text;
  return text;
}

/** What stands before every value of a property with `x-prefix`. */
export function prefixOf(property: Property, settings: SampleSource['settings']): string {
  return (property.prefix ?? '').replaceAll(
    /\{(\w+)\}/g,
    (whole, name: string) => settings[name] ?? whole,
  );
}

/** Values that the document shows for a property. */
function examplesOf(property: Property): readonly JsonValue[] {
  const { examples, example } = property.schema as { examples?: unknown; example?: unknown };
  if (Array.isArray(examples)) return examples as JsonValue[];
  return example === undefined ? [] : [example as JsonValue];
}

function exampleText(property: Property): string {
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
    property.schema['contentSchema'] === undefined &&
    !property.sensitive &&
    !isUrl(property)
  );
}

/** The values of a closed list that are kept as they are sent. */
export function plainValues(property: Property): readonly JsonValue[] {
  const aliases = Object.keys(property.normalised ?? {});
  return (property.enum ?? []).filter((value) => !aliases.includes(textOf(value)));
}

/** A right value of a property. Different for each `number`, as far as its rules let it be. */
export function sampleOf(
  property: Property,
  source: SampleSource,
  number: number,
  owner: SecretOwner = {},
): JsonValue {
  const values = plainValues(property);
  if (values.length > 0) return values[number % values.length] ?? null;
  if (property.types.includes('string')) return textFor(property, source, number, owner);
  if (property.types.includes('integer') || property.types.includes('number')) {
    const least = Math.max(property.minimum ?? 0, 0);
    const span = Math.min((property.maximum ?? 1000) - least + 1, 59);
    return least + 1 + (number % Math.max(span - 1, 1));
  }
  if (property.types.includes('boolean')) return number % 2 === 0;
  return examplesOf(property)[0] ?? null;
}

function textFor(
  property: Property,
  source: SampleSource,
  number: number,
  owner: SecretOwner,
): string {
  if (property.sensitive) return source.canaries.make(owner);
  const suffix = lettersOf(number);
  const example = exampleText(property);
  if (property.prefix !== undefined)
    return `${prefixOf(property, source.settings)}Conformance-${suffix}`;
  if (property.schema['contentSchema'] !== undefined)
    // A text is kept as it is, though it holds JSON: white space too.
    return example.replace(/[{[]/, number % 2 === 0 ? '$& ' : '$&\n  ');
  if (isUrl(property))
    return urlOf(example, source.issuer, property.reachable === true ? '' : suffix);
  const joint = property.pattern === undefined && example.includes(' ') ? ' ' : '';
  return fitting(property, `${example}${joint}${suffix}`, example);
}

/** A URL below the issuer of the run, with the path that the document shows. */
function urlOf(example: string, issuer: string, suffix: string): string {
  const path = webUrl.exec(example)?.[1] ?? '';
  if (path === '' || path === '/') return issuer;
  return `${issuer.replace(/\/+$/, '')}${path}${suffix === '' ? '' : `?v=${suffix}`}`;
}

function fitting(property: Property, wanted: string, otherwise: string): string {
  const long = property.maxLength !== undefined && Array.from(wanted).length > property.maxLength;
  const wrong = property.pattern !== undefined && !new RegExp(property.pattern, 'u').test(wanted);
  return long || wrong ? otherwise : wanted;
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
  return (
    property.pattern === undefined ||
    new RegExp(property.pattern, 'u').test(scripts[script].repeat(2))
  );
}

/** A right text of exactly so many characters, its beginning its own. */
export function textOfLength(
  property: Property,
  length: number,
  script: Script,
  source: SampleSource,
  start = '',
): string {
  return filled(property.sensitive ? source.canaries.make({}) : start, length, script);
}

/** A text of exactly so many characters that begins with another. */
export function filled(start: string, length: number, script: Script): string {
  const filler = Array.from(scripts[script].repeat(length));
  return Array.from(start).concat(filler).slice(0, length).join('');
}
