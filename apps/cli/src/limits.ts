import type { TableProperty } from '@oidc-admin/client';

/** One limit of a property: how help and messages say it, and whether a value keeps it. */
export interface Limit {
  readonly kind: 'type' | keyof typeof keywords;
  readonly text: string;
  /** What is wrong with a value, not naming the value itself; none where it is right. */
  broken(value: unknown): string | undefined;
}

interface Keyword<Value> {
  /** None where the command line does not judge this value of the keyword. */
  text(limit: Value): string | undefined;
  keeps(value: unknown, limit: Value): boolean;
  broken(value: unknown): string;
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

function hasType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : jsonType(value) === type;
}

/** Characters are counted as Unicode code points. */
function count(value: string): number {
  return Array.from(value).length;
}

function characters(number: number): string {
  return `${number} character${number === 1 ? '' : 's'}`;
}

type Judged = 'enum' | 'minLength' | 'maxLength' | 'pattern' | 'minimum' | 'maximum' | 'format';

/** What is of another type keeps a limit: its type is the mistake. */
const keywords: {
  readonly [Kind in Judged]: Keyword<NonNullable<TableProperty[Kind]>>;
} = {
  enum: {
    text: (choices) =>
      `${choices.length === 1 ? 'only' : 'one of'} ${choices
        .map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice)))
        .join(', ')}`,
    keeps: (value, choices) => choices.some((choice) => choice === value),
    broken: () => 'this is none of them',
  },
  minLength: {
    text: (least) => (least === 1 ? 'not empty' : `at least ${characters(least)}`),
    keeps: (value, least) => typeof value !== 'string' || count(value) >= least,
    broken: (value) => `this has ${count(String(value))}`,
  },
  maxLength: {
    text: (most) => `at most ${characters(most)}`,
    keeps: (value, most) => typeof value !== 'string' || count(value) <= most,
    broken: (value) => `this has ${count(String(value))}`,
  },
  pattern: {
    text: (source) => `must match ${source}`,
    keeps: (value, source) => typeof value !== 'string' || new RegExp(source, 'u').test(value),
    broken: () => 'this does not',
  },
  minimum: {
    text: (least) => `at least ${least}`,
    keeps: (value, least) => typeof value !== 'number' || value >= least,
    broken: () => 'this is less',
  },
  maximum: {
    text: (most) => `at most ${most}`,
    keeps: (value, most) => typeof value !== 'number' || value <= most,
    broken: () => 'this is more',
  },
  format: {
    text: (format) => (format === 'uri' ? 'an absolute URL' : undefined),
    keeps: (value) => typeof value !== 'string' || URL.canParse(value),
    broken: () => 'this is none',
  },
};

function typeLimit({ types, sensitive }: TableProperty): Limit {
  return {
    kind: 'type',
    text: types.map((type) => typeNames[type] ?? type).join(' or '),
    broken: (value) => {
      if (types.some((type) => hasType(value, type))) return undefined;
      // A number tells nothing that its owner would hide, unless it is marked.
      return typeof value === 'number' && types.includes('integer') && !sensitive
        ? `${value} is none`
        : `this is ${jsonType(value).replace('string', 'text')}`;
    },
  };
}

function keywordLimit<Kind extends Judged>(kind: Kind, limit: TableProperty[Kind]): Limit[] {
  const keyword = keywords[kind];
  const text = limit === undefined ? undefined : keyword.text(limit);
  if (limit === undefined || text === undefined) return [];
  const broken = (value: unknown): string | undefined =>
    keyword.keeps(value, limit) ? undefined : keyword.broken(value);
  return [{ kind, text, broken }];
}

/** The limits of a property, its type first; lengths count characters. */
export function limitsOf(property: TableProperty): Limit[] {
  const { types, enum: choices } = property;
  const kinds = Object.keys(keywords) as Judged[];
  return [
    ...(types.length > 0 && choices === undefined ? [typeLimit(property)] : []),
    ...kinds.flatMap((kind) => keywordLimit(kind, property[kind])),
  ];
}
