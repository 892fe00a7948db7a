import { pointerSteps, type JsonSchema } from '@oidc-admin/contract';
import type { ExpectedAt, Saved } from './model.ts';

/**
 * Whether a response shows what stands at a pointer, as far as its schema says so. Answers often show less than a read does: an
 * element of a list, or the confirmation of a change. A schema that describes no properties leaves them open.
 */
export function isDocumentedAt(schema: JsonSchema, pointer: string): boolean {
  const known = answers.get(schema) ?? new Map<string, boolean>();
  answers.set(schema, known);
  const before = known.get(pointer);
  if (before !== undefined) return before;
  const answer = pointerSteps(pointer).reduce<readonly JsonSchema[] | undefined>(
    (schemas, step) => schemas && insideOf(schemas.flatMap(partsOf), step),
    [schema],
  );
  known.set(pointer, answer !== undefined);
  return answer !== undefined;
}

/** By schema, and in it by pointer: every response asks for the same. */
const answers = new WeakMap<JsonSchema, Map<string, boolean>>();

/**
 * Whether a response can be held to show nothing at a place: a secret everywhere, all else only where its schema has it and does not
 * demand it. What is demanded and was not sent has a value that the document does not say.
 */
export function mayBeAbsent({ at, never }: ExpectedAt, schema: JsonSchema): boolean {
  if (never === true) return true;
  return isDocumentedAt(schema, at) && !isRequiredAt(schema, at);
}

function isRequiredAt(schema: JsonSchema, pointer: string): boolean {
  const steps = pointerSteps(pointer);
  const holders = steps
    .slice(0, -1)
    .reduce<readonly JsonSchema[]>(
      (all, step) => insideOf(all.flatMap(partsOf), step) ?? [],
      [schema],
    );
  return holders
    .flatMap(demandedParts)
    .some(({ required }) => Array.isArray(required) && required.includes(steps.at(-1) ?? ''));
}

/** A schema and what holds beside it in any case. */
function demandedParts(schema: JsonSchema): readonly JsonSchema[] {
  const { allOf } = schema;
  const parts = Array.isArray(allOf) ? (allOf as readonly unknown[]).filter(isSchema) : [];
  return [schema, ...parts.flatMap(demandedParts)];
}

/** What of elements a list shows. The same list each time for the same elements. */
export function documentedElements(
  items: JsonSchema | undefined,
  elements: readonly Saved[],
): readonly Saved[] {
  if (items === undefined) return elements;
  const before = projected.get(elements);
  if (before?.items === items) return before.shown;
  const shown = elements.map((element) => documentedElement(items, element));
  projected.set(elements, { items, shown });
  return shown;
}

const projected = new WeakMap<
  readonly Saved[],
  { readonly items: JsonSchema; readonly shown: readonly Saved[] }
>();

function documentedElement(items: JsonSchema, element: Saved): Saved {
  const entries = Object.entries(element);
  const shown = entries.filter(([name]) => isDocumentedAt(items, `/${escaped(name)}`));
  return shown.length === entries.length ? element : Object.fromEntries(shown);
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The schema of the elements of the list at a pointer, where they describe their properties. */
export function itemsAt(schema: JsonSchema, pointer: string): JsonSchema | undefined {
  const schemas = pointerSteps(pointer).reduce<readonly JsonSchema[]>(
    (all, step) => insideOf(all.flatMap(partsOf), step) ?? [],
    [schema],
  );
  const [items] = schemas
    .flatMap(partsOf)
    .flatMap(({ items: inner }) => (isSchema(inner) ? [inner] : []));
  return items;
}

/** A schema and all that it is put together of. */
function partsOf(schema: JsonSchema): readonly JsonSchema[] {
  const inner = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => {
    const parts = schema[key];
    return Array.isArray(parts) ? (parts as readonly unknown[]).filter(isSchema) : [];
  });
  return [schema, ...inner.flatMap(partsOf)];
}

/** The schemas of a property; none where no part describes it; undefined where those that describe properties leave it out. */
function insideOf(parts: readonly JsonSchema[], step: string): readonly JsonSchema[] | undefined {
  const described = parts.flatMap(({ properties }) => (isSchema(properties) ? [properties] : []));
  const own = described.flatMap((properties) =>
    Object.hasOwn(properties, step) && isSchema(properties[step]) ? [properties[step]] : [],
  );
  if (own.length > 0) return own;
  const others = parts.flatMap(({ additionalProperties }) =>
    isSchema(additionalProperties) ? [additionalProperties] : [],
  );
  const isOpen =
    described.length === 0 || parts.some((part) => part['additionalProperties'] === true);
  return others.length > 0 ? others : isOpen ? [] : undefined;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
