import type { Level } from '../checks/check.ts';
import type { Clause, Contract, Property, Operation } from '../checks/contractTypes.ts';
import { filled, prefixOf, sampleOf, takes } from '../checks/samples.ts';
import type { SampleSource, Script } from '../checks/samples.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import type { JsonValue } from '../wire/jsonValue.ts';
import { textOf } from '../checks/json.ts';

/** A value that breaks one rule of a property, just beyond the edge. */
export interface WrongValue {
  readonly variant: string;
  /** Where a server that takes it might touch what is not the run's own. */
  readonly needs?: Level;
  /** `right` is what a right request has there, if it has the property. */
  readonly make: (context: CheckContext, right: JsonValue | undefined) => JsonValue;
}

/** A property, and what its wrong values depend on. */
export interface About {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly property: Property;
  readonly clause: Clause;
  /** Identifies what the operation creates. */
  readonly isKey: boolean;
  /** Which one of the operations with this property it is: variants beyond the first are shared out among them. */
  readonly turn: number;
  readonly turns: number;
  /** Which one of the operation's properties it is. */
  readonly index: number;
}

/** The wrong values of a property for one of its clauses; none where another kind of case is responsible. */
export function wrongValues(about: About): readonly WrongValue[] {
  return makers[about.clause.kind]?.(about) ?? [];
}

const makers: Partial<Record<Clause['kind'], (about: About) => readonly WrongValue[]>> = {
  type: wrongTypes,
  nullRequired: () => [{ variant: '', make: () => null }],
  minLength: ({ property }) => [
    { variant: '', make: () => 'x'.repeat((property.minLength ?? 1) - 1) },
  ],
  maxLength: tooLong,
  pattern: neighbours,
  enum: otherValues,
  format: () => [{ variant: '', make: () => 'not a URL' }],
  contentSchema: wrongContents,
  minimum: ({ property }) => [{ variant: '', make: () => (property.minimum ?? 0) - 1 }],
  maximum: ({ property }) => [{ variant: '', make: () => (property.maximum ?? 0) + 1 }],
  prefix: otherPrefixes,
  unreachable: () => [{ variant: '', make: () => 'https://idp.invalid' }],
};

/**
 * The first variants for every operation; the others in turns, where several operations write the same property: each of
 * them is sent to one of the operations, and the first to the one for one property, to the other for the next.
 */
function shared(
  { turn, turns, index }: About,
  always: number,
  variants: readonly WrongValue[],
): readonly WrongValue[] {
  if (turns < 2) return variants;
  const others = variants.slice(always).filter((_, at) => (at + index) % turns === turn);
  return [...variants.slice(0, always), ...others];
}

function sampled(
  context: CheckContext,
  { property }: About,
  right: JsonValue | undefined,
): JsonValue {
  return right ?? sampleOf(property, context.run.source, context.run.number());
}

function wrongTypes(about: About): readonly WrongValue[] {
  const { property, isKey } = about;
  const unsafe: { needs?: Level } = isKey ? { needs: 'disposable' } : {};
  const list: WrongValue = {
    variant: 'list',
    make: (context, right) => [sampled(context, about, right)],
  };
  const object: WrongValue = {
    variant: 'object',
    make: (context, right) => ({ value: sampled(context, about, right) }),
    ...unsafe,
  };
  const boolean: WrongValue = { variant: 'boolean', make: () => true, ...unsafe };
  // Whoever turns it into text makes a key that nobody else has.
  const number: WrongValue = {
    variant: 'number',
    make: ({ run }) => Math.floor(1e14 + (run.parameters.seed % 1e4) * 1e10 + (Date.now() % 1e10)),
  };
  const text: WrongValue = {
    variant: 'text',
    make: (context, right) => textOf(sampled(context, about, right)),
  };
  const { types } = property;
  if (types.includes('string')) {
    const others = [list, boolean, object];
    const next = others[(about.index + about.turn) % others.length] ?? list;
    return few(about) ? [number, next] : [number, ...others];
  }
  if (types.includes('integer')) {
    const fraction: WrongValue = { variant: 'fraction', make: () => 1.5 };
    return shared(about, 2, [text, fraction, boolean, list, object]);
  }
  if (types.includes('boolean')) return few(about) ? [text, number] : [text, number, list, object];
  return shared(about, 1, [text, number, boolean]);
}

/** Whether few wrong types are enough: others are sent to another operation, or a server lets nobody in so easily. */
function few({ turns, operation }: About): boolean {
  return turns > 1 || operation.action.does === 'open';
}

function tooLong(about: About): readonly WrongValue[] {
  const { property, isKey } = about;
  const length = (property.maxLength ?? 0) + 1;
  const unicode = property.enum === undefined && takes(property, 'unicode');
  const wanted: readonly Script[] =
    unicode && (about.turns < 2 || about.index % about.turns === about.turn)
      ? ['ascii', 'unicode']
      : ['ascii'];
  return wanted.map((script) => ({
    variant: script,
    make: ({ run }) => {
      const start = isKey ? run.pool.newKey() : property.sensitive ? run.canaries.make({}) : '';
      return filled(start, length, script);
    },
  }));
}

/** Characters that stand beside those of many patterns, and at which hasty patterns go wrong. */
const suspects: Readonly<Record<string, string>> = {
  digit: '1',
  underscore: '_',
  hyphen: '-',
  dot: '.',
  bracket: '[',
};

function neighbours(about: About): readonly WrongValue[] {
  const { property, isKey } = about;
  const rule = new RegExp(property.pattern ?? '', 'u');
  const breaking = Object.entries(suspects).filter(
    ([, character]) => !rule.test(`ab${character}cd`),
  );
  const [, first] = breaking[0] ?? ['', '!'];
  // Where `$` of a pattern matches before a line's end as well.
  const lineEnd: WrongValue = {
    variant: 'lineEnd',
    make: (context, right) => `${textOf(sampled(context, about, right))}\n`,
  };
  const ends: readonly WrongValue[] = [
    { variant: 'atEnd', make: (context, right) => textOf(sampled(context, about, right)) + first },
    ...(isKey
      ? []
      : [
          {
            variant: 'atStart',
            make: (context: CheckContext, right: JsonValue | undefined) =>
              first + textOf(sampled(context, about, right)),
          },
        ]),
  ];
  // Beside letters in ASCII stands what a range from A to z lets through; the underscore, where it is none of them.
  const telling = breaking.filter(
    ([name]) => name !== 'bracket' || !breaking.some(([other]) => other === 'underscore'),
  );
  const inside = telling.map(([variant, character]): WrongValue => ({
    variant,
    make: (context, right) => {
      const text = textOf(sampled(context, about, right));
      return `${text.slice(0, -2)}${character}${text.slice(-2)}`;
    },
  }));
  return shared(about, 2, [...inside.slice(0, 1), lineEnd, ...ends, ...inside.slice(1)]);
}

function otherValues({ contract, operation, property }: About): readonly WrongValue[] {
  const values = (property.enum ?? []).filter((value) => typeof value === 'string');
  const [first = ''] = values;
  const untested = new Set(property.untested);
  const swapped = first.replace(/^./, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  const { action } = operation;
  const resource = contract.resources.find(
    ({ name }) => 'resource' in action && name === action.resource,
  );
  const shown = resource?.properties.find(({ name }) => name === property.name)?.enum ?? [];
  const wanted: [string, JsonValue][] = [
    ['other', `${first}X`],
    ...(untested.has('letterCase') ? [] : [['letterCase', swapped] as [string, JsonValue]]),
    // What a response may hold and a request may not.
    ...shown
      .filter((value) => !values.includes(textOf(value)))
      .map((value): [string, JsonValue] => ['responseOnly', value]),
  ];
  return wanted
    .filter(([, value]) => !(property.enum ?? []).includes(value))
    .map(([variant, value]) => ({ variant, make: () => value }));
}

function wrongContents(about: About): readonly WrongValue[] {
  const schema = about.property.schema['contentSchema'] as {
    required?: readonly string[];
    properties?: Readonly<Record<string, { type?: string }>>;
  };
  const mistyped = Object.entries(schema.properties ?? {}).map(([name, { type }]) => [
    name,
    type === 'array' ? {} : [],
  ]);
  const all: readonly WrongValue[] = [
    { variant: 'noJson', make: () => 'no JSON' },
    ...((schema.required ?? []).length > 0 ? [{ variant: 'incomplete', make: () => '{}' }] : []),
    ...(mistyped.length > 0
      ? [{ variant: 'mistyped', make: () => JSON.stringify(Object.fromEntries(mistyped)) }]
      : []),
  ];
  return shared(about, 0, all);
}

function otherPrefixes(about: About): readonly WrongValue[] {
  const { property } = about;
  const rest = (context: CheckContext, right: JsonValue | undefined): [string, string] => {
    const prefix = prefixOf(property, context.run.source.settings);
    return [prefix, textOf(sampled(context, about, right)).slice(prefix.length)];
  };
  return [
    { variant: 'none', make: (context, right) => rest(context, right)[1] },
    { variant: 'inside', make: (context, right) => rest(context, right).toReversed().join('-') },
    {
      variant: 'cut',
      make: (context, right) => rest(context, right)[0].slice(0, -1) + rest(context, right)[1],
    },
    {
      variant: 'other',
      make: (context, right) =>
        otherSetting(property, context.run.source) + rest(context, right)[1],
    },
  ];
}

/** The prefix as it would be for another target. */
function otherSetting(property: Property, source: SampleSource): string {
  const settings = Object.fromEntries(
    Object.entries(source.settings).map(([name, value]) => [
      name,
      value.replaceAll(/\d/g, (digit) => String((Number(digit) + 1) % 10)),
    ]),
  );
  const other = prefixOf(property, settings);
  return other === prefixOf(property, source.settings) ? `other-${other}` : other;
}
