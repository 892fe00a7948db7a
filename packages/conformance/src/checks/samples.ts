import type { Canaries, SecretOwner } from './canaries.ts';
import type { Member } from './contractTypes.ts';
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

/** What stands before every value of a member with `x-prefix`. */
export function prefixOf(member: Member, settings: SampleSource['settings']): string {
  return (member.prefix ?? '').replaceAll(
    /\{(\w+)\}/g,
    (whole, name: string) => settings[name] ?? whole,
  );
}

/** Values that the document shows for a member. */
function examplesOf(member: Member): readonly JsonValue[] {
  const { examples, example } = member.schema as { examples?: unknown; example?: unknown };
  if (Array.isArray(examples)) return examples as JsonValue[];
  return example === undefined ? [] : [example as JsonValue];
}

function exampleText(member: Member): string {
  const found = [...examplesOf(member), member.default].find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : 'example';
}

const webUrl = /^https?:\/\/[^/?#]+(.*)$/i;

/** Whether a member takes a URL, by its format or by what the document shows. */
export function isUrl(member: Member): boolean {
  return member.format === 'uri' || webUrl.test(exampleText(member));
}

/** Whether any text will do. */
export function isFreeText(member: Member): boolean {
  return (
    member.types.includes('string') &&
    member.enum === undefined &&
    member.pattern === undefined &&
    member.prefix === undefined &&
    member.reachable !== true &&
    member.schema['contentSchema'] === undefined &&
    !member.sensitive &&
    !isUrl(member)
  );
}

/** The values of a closed list that are kept as they are sent. */
export function plainValues(member: Member): readonly JsonValue[] {
  const aliases = Object.keys(member.normalised ?? {});
  return (member.enum ?? []).filter((value) => !aliases.includes(textOf(value)));
}

/** A right value of a member. Different for each `number`, as far as its rules let it be. */
export function sampleOf(
  member: Member,
  source: SampleSource,
  number: number,
  owner: SecretOwner = {},
): JsonValue {
  const values = plainValues(member);
  if (values.length > 0) return values[number % values.length] ?? null;
  if (member.types.includes('string')) return textFor(member, source, number, owner);
  if (member.types.includes('integer') || member.types.includes('number')) {
    const least = Math.max(member.minimum ?? 0, 0);
    const span = Math.min((member.maximum ?? 1000) - least + 1, 59);
    return least + 1 + (number % Math.max(span - 1, 1));
  }
  if (member.types.includes('boolean')) return number % 2 === 0;
  return examplesOf(member)[0] ?? null;
}

function textFor(member: Member, source: SampleSource, number: number, owner: SecretOwner): string {
  if (member.sensitive) return source.canaries.make(owner);
  const suffix = lettersOf(number);
  const example = exampleText(member);
  if (member.prefix !== undefined)
    return `${prefixOf(member, source.settings)}Conformance-${suffix}`;
  if (member.schema['contentSchema'] !== undefined)
    // A text is kept as it is, though it holds JSON: white space too.
    return example.replace(/[{[]/, number % 2 === 0 ? '$& ' : '$&\n  ');
  if (isUrl(member)) return urlOf(example, source.issuer, member.reachable === true ? '' : suffix);
  const joint = member.pattern === undefined && example.includes(' ') ? ' ' : '';
  return fitting(member, `${example}${joint}${suffix}`, example);
}

/** A URL below the issuer of the run, with the path that the document shows. */
function urlOf(example: string, issuer: string, suffix: string): string {
  const path = webUrl.exec(example)?.[1] ?? '';
  if (path === '' || path === '/') return issuer;
  return `${issuer.replace(/\/+$/, '')}${path}${suffix === '' ? '' : `?v=${suffix}`}`;
}

function fitting(member: Member, wanted: string, otherwise: string): string {
  const long = member.maxLength !== undefined && Array.from(wanted).length > member.maxLength;
  const wrong = member.pattern !== undefined && !new RegExp(member.pattern, 'u').test(wanted);
  return long || wrong ? otherwise : wanted;
}

/** Kinds of characters in which a limit must count the same. */
export const scripts = {
  ascii: 'a',
  // Two bytes in UTF-8 and one unit in UTF-16; four bytes and two units.
  unicode: 'é\u{1F511}',
} as const;

export type Script = keyof typeof scripts;

/** Whether a member may hold characters of this kind. */
export function takes(member: Member, script: Script): boolean {
  return (
    member.pattern === undefined || new RegExp(member.pattern, 'u').test(scripts[script].repeat(2))
  );
}

/** A right text of exactly so many characters, its beginning its own. */
export function textOfLength(
  member: Member,
  length: number,
  script: Script,
  source: SampleSource,
  start = '',
): string {
  return filled(member.sensitive ? source.canaries.make({}) : start, length, script);
}

/** A text of exactly so many characters that begins with another. */
export function filled(start: string, length: number, script: Script): string {
  const filler = Array.from(scripts[script].repeat(length));
  return Array.from(start).concat(filler).slice(0, length).join('');
}
