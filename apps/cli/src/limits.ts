import type { CommandProperty } from '@oidc-admin/client';

/** One limit of a property: how help and messages say it, and whether a value keeps it. */
interface Limit {
  /** The keyword of the schema that sets it. */
  readonly kind: keyof NonNullable<CommandProperty['limits']> | 'type';
  readonly text: string;
  /** What is wrong with a value, not naming the value itself; none where it is right. */
  broken(value: unknown): string | undefined;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'yes or no',
  object: 'a JSON object',
  array: 'a JSON array',
};

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function wrongType(value: unknown, { types, sensitive }: CommandProperty): string | undefined {
  const type = jsonType(value);
  if (types.includes(type) || (types.includes('integer') && Number.isInteger(value)))
    return undefined;
  // A number tells nothing that its owner would hide, unless it is marked.
  return typeof value === 'number' && types.includes('integer') && !sensitive
    ? `${value} is none`
    : `this is ${type.replace('string', 'text')}`;
}

function characters(count: number): string {
  return `${count} character${count === 1 ? '' : 's'}`;
}

/** Characters are counted as Unicode code points. */
function onLength(keeps: (count: number) => boolean): Limit['broken'] {
  return (value) => {
    const count = typeof value === 'string' ? Array.from(value).length : undefined;
    return count === undefined || keeps(count) ? undefined : `this has ${count}`;
  };
}

function onText(keeps: (value: string) => boolean, otherwise: string): Limit['broken'] {
  return (value) => (typeof value !== 'string' || keeps(value) ? undefined : otherwise);
}

function onNumber(keeps: (value: number) => boolean, otherwise: string): Limit['broken'] {
  return (value) => (typeof value !== 'number' || keeps(value) ? undefined : otherwise);
}

/** The limits of a property, its type first. What is of another type keeps the others. */
export function limitsOf(property: CommandProperty): Limit[] {
  const { types, enum: choices, minLength, maxLength, pattern } = property;
  const { minimum, maximum, format } = property;
  const limits: Limit[] = [];
  const add = (kind: Limit['kind'], text: string, broken: Limit['broken']): void =>
    void limits.push({ kind, text, broken });
  if (types.length > 0 && choices === undefined) {
    const names = types.map((type) => typeNames[type] ?? type);
    add('type', names.join(' or '), (value) => wrongType(value, property));
  }
  if (choices !== undefined) {
    const texts = choices.map((one) =>
      typeof one === 'string' && one !== '' ? one : JSON.stringify(one),
    );
    const text = `${choices.length === 1 ? 'only' : 'one of'} ${texts.join(', ')}`;
    const isOne = (value: unknown): boolean => choices.some((choice) => choice === value);
    add('enum', text, (value) => (isOne(value) ? undefined : 'this is none of them'));
  }
  if (minLength !== undefined && minLength > 0) {
    const text = minLength === 1 ? 'not empty' : `at least ${characters(minLength)}`;
    add(
      'minLength',
      text,
      onLength((count) => count >= minLength),
    );
  }
  if (maxLength !== undefined)
    add(
      'maxLength',
      `at most ${characters(maxLength)}`,
      onLength((count) => count <= maxLength),
    );
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, 'u');
    add(
      'pattern',
      `must match ${pattern}`,
      onText((text) => expression.test(text), 'this does not'),
    );
  }
  if (minimum !== undefined)
    add(
      'minimum',
      `at least ${minimum}`,
      onNumber((value) => value >= minimum, 'this is less'),
    );
  if (maximum !== undefined)
    add(
      'maximum',
      `at most ${maximum}`,
      onNumber((value) => value <= maximum, 'this is more'),
    );
  if (format === 'int32')
    add(
      'int32',
      'at most 32 bits',
      onNumber((value) => value >= -(2 ** 31) && value < 2 ** 31, 'this needs more'),
    );
  if (format === 'uri')
    add(
      'format',
      'an absolute URL',
      onText((text) => URL.canParse(text), 'this is none'),
    );
  return limits;
}
