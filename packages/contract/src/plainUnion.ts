import { keywordsIn } from './keywords.ts';
import type { RawSchema } from './rawDocument.ts';

/** Keywords that say nothing about values. */
export const notes: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
]);

/** Each type of a plain value, by what it cannot be told apart from. */
const sorts: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** Keywords that limit one type of plain values only: they may stand beside other types, and say nothing beside an enum. */
export const plainLimits: ReadonlySet<string> = new Set([
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
]);

/**
 * A union of plain values with limits of their own, as one schema that says the same: each part is of another type, and a limit of
 * a text says nothing of a number. The same schema where there is no such form.
 */
export function plainUnion(schema: RawSchema): RawSchema {
  for (const key of ['anyOf', 'oneOf'] as const) {
    const union = schema[key];
    const { [key]: _, ...around } = schema;
    if (union === undefined || Object.keys(around).some((name) => !isNote(name))) continue;
    const all = union.map(onlyLimits);
    const parts = key === 'anyOf' ? widest(all) : all;
    const types = parts.flatMap((part) => (typeof part?.type === 'string' ? [part.type] : []));
    const isDistinct = new Set(types.map((type) => sorts[type] ?? '')).size === parts.length;
    const hasLimits = all.some((part) => Object.keys(part ?? {}).length > 1);
    if (types.length === parts.length && isDistinct && hasLimits)
      return { ...Object.assign({}, ...parts), ...around, ...ofTypes(types) };
  }
  return schema;
}

/** Without the parts that say no more than another one of the same type, such as words beside any text. */
function widest(parts: readonly (RawSchema | undefined)[]): readonly (RawSchema | undefined)[] {
  const open = new Set(
    parts.flatMap((part) => (Object.keys(part ?? {}).length === 1 ? [part?.type] : [])),
  );
  const others = parts.filter((part) => part === undefined || !open.has(part.type));
  return [...others, ...[...open].flatMap((type) => (type === undefined ? [] : [{ type }]))];
}

function ofTypes(types: readonly string[]): Pick<RawSchema, 'type'> {
  const [only, ...others] = types;
  return only === undefined || others.length > 0 ? { type: types } : { type: only };
}

function isNote(name: string): boolean {
  return name.startsWith('x-') || notes.has(name);
}

/** A part of a union as a plain type and its limits; undefined where it is something else. */
function onlyLimits(part: RawSchema): RawSchema | undefined {
  const { enum: values, ...others } = part;
  const entries = Object.entries(others).filter(([name]) => !notes.has(name));
  const isPlain =
    typeof part.type === 'string' &&
    Object.hasOwn(sorts, part.type) &&
    entries.every(([name]) => name === 'type' || plainLimits.has(name));
  if (!isPlain) return undefined;
  const limits = Object.fromEntries(entries);
  if (values === undefined) return limits;
  // An enum would speak of the other types as well; of texts, a pattern says the same.
  const isWords = part.type === 'string' && values.every((value) => typeof value === 'string');
  return isWords && part.pattern === undefined
    ? {
        type: 'string',
        pattern: `^(?:${values
          .filter((one) => typeof one === 'string')
          .map(escaped)
          .join('|')})$`,
      }
    : undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[\^$\\.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** Whether a schema limits nothing. */
export function isOpenSchema(schema: RawSchema): boolean {
  return Object.keys(schema).every(isNote) && keywordsIn(schema).length === 0;
}
