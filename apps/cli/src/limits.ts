import type { Property } from './api.ts';

/** One limit of a property: how help and messages say it, and whether a value keeps it. */
export interface Limit {
  /** The keyword of the schema that sets it. */
  readonly kind:
    | 'type'
    | 'enum'
    | 'minLength'
    | 'maxLength'
    | 'pattern'
    | 'minimum'
    | 'maximum'
    | 'format';
  readonly text: string;
  /** What is wrong with a value, not naming the value itself; none where it is right. */
  broken(value: unknown): string | undefined;
}

/** Characters are counted as Unicode code points. */
const length = (value: unknown): number | undefined =>
  typeof value === 'string' ? Array.from(value).length : undefined;

const breaks = (is: boolean, how: string): string | undefined => (is ? how : undefined);

const jsonType = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
};

const hasType = (value: unknown, type: string): boolean =>
  type === 'integer' ? Number.isInteger(value) : jsonType(value) === type;

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'yes or no',
  object: 'a JSON object',
  array: 'a JSON array',
};

const pluralOf = (count: number): string => `${count} character${count === 1 ? '' : 's'}`;

const formats: Readonly<Record<string, { text: string; holds: (value: string) => boolean }>> = {
  uri: { text: 'an absolute URL', holds: (value) => URL.canParse(value) },
};

/** The limits of a property, its type first; lengths count characters. */
export const limitsOf = (property: Property): Limit[] => {
  const { types, minLength, maxLength, minimum, maximum, pattern, format, sensitive } = property;
  const limits: Limit[] = [];
  const { enum: choices } = property;
  if (types.length > 0 && choices === undefined) {
    limits.push({
      kind: 'type',
      text: types.map((type) => typeNames[type] ?? type).join(' or '),
      broken: (value) =>
        breaks(
          !types.some((type) => hasType(value, type)),
          // A number tells nothing that its owner would hide, unless it is marked.
          typeof value === 'number' && types.includes('integer') && !sensitive
            ? `${value} is none`
            : `this is ${jsonType(value) === 'string' ? 'text' : jsonType(value)}`,
        ),
    });
  }
  if (choices !== undefined) {
    limits.push({
      kind: 'enum',
      text: `${choices.length === 1 ? 'only' : 'one of'} ${choices
        .map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice)))
        .join(', ')}`,
      broken: (value) =>
        breaks(!choices.some((choice) => choice === value), 'this is none of them'),
    });
  }
  if (minLength !== undefined && minLength > 0) {
    limits.push({
      kind: 'minLength',
      text: minLength === 1 ? 'not empty' : `at least ${pluralOf(minLength)}`,
      broken: (value) =>
        breaks((length(value) ?? minLength) < minLength, `this has ${length(value)}`),
    });
  }
  if (maxLength !== undefined) {
    limits.push({
      kind: 'maxLength',
      text: `at most ${pluralOf(maxLength)}`,
      broken: (value) => breaks((length(value) ?? 0) > maxLength, `this has ${length(value)}`),
    });
  }
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, 'u');
    limits.push({
      kind: 'pattern',
      text: `must match ${pattern}`,
      broken: (value) =>
        breaks(typeof value === 'string' && !expression.test(value), 'this does not'),
    });
  }
  if (minimum !== undefined) {
    limits.push({
      kind: 'minimum',
      text: `at least ${minimum}`,
      broken: (value) => breaks(typeof value === 'number' && value < minimum, 'this is less'),
    });
  }
  if (maximum !== undefined) {
    limits.push({
      kind: 'maximum',
      text: `at most ${maximum}`,
      broken: (value) => breaks(typeof value === 'number' && value > maximum, 'this is more'),
    });
  }
  const known = format === undefined ? undefined : formats[format];
  if (known !== undefined) {
    limits.push({
      kind: 'format',
      text: known.text,
      broken: (value) => breaks(typeof value === 'string' && !known.holds(value), 'this is none'),
    });
  }
  return limits;
};
