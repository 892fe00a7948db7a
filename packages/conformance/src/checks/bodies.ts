import type { JsonValue, Operation, Property, RequestBody } from '@oidc-admin/contract';
import type { SecretOwner } from './canaries.ts';
import { sampleOf, type SampleSource } from './samples.ts';

export type Body = Readonly<Record<string, JsonValue>>;

/** Which properties a body has: those of one alternative and no more, or all. */
export interface BodyShape {
  readonly properties: 'minimal' | 'full';
  /** Index into the alternatives of the body's union. Unless given: the first of a minimal body, all of a full one. */
  readonly alternative?: number;
  /** Makes the values different from those of other bodies. */
  readonly number: number;
  /** Values that are given: the key of what is created, a real user's name. */
  readonly given?: Body;
  readonly owner?: SecretOwner;
}

/** Properties of the body itself, not of what is nested in it. */
export function ownProperties(body: RequestBody): readonly Property[] {
  return body.properties.filter(({ name }) => !/[.[\]]/.test(name));
}

/** Properties that a check may send: what a session must never be opened with is left out. */
export function sentProperties(operation: Operation): readonly Property[] {
  const never = operation.session?.never ?? [];
  return operation.body === undefined
    ? []
    : ownProperties(operation.body).filter(({ name }) => !never.includes(name));
}

/** The properties by which an alternative of a union differs from all the others. */
export function distinguishingProperties(body: RequestBody, index: number): readonly string[] {
  const others = body.alternatives.filter((_, other) => other !== index);
  return (body.alternatives[index] ?? []).filter((name) =>
    others.some((other) => !other.includes(name)),
  );
}

/** The alternative in which a property has a meaning. */
export function alternativeWith({ body }: Operation, name: string): number {
  const found = body?.alternatives.findIndex((_, index) =>
    distinguishingProperties(body, index).includes(name),
  );
  return Math.max(found ?? 0, 0);
}

/** A right body of an operation. */
export function bodyOf(operation: Operation, shape: BodyShape, source: SampleSource): Body {
  const { body, session } = operation;
  if (body === undefined) return {};
  const wanted = wantedNames(body, shape);
  const full = shape.properties === 'full';
  const { owner } = shape;
  const options = { full, all: body.properties, ...(owner === undefined ? {} : { owner }) };
  const values = sentProperties(operation)
    .filter(({ name }) => wanted(name))
    .map((property): [string, JsonValue] => [
      property.name,
      shape.given?.[property.name] ?? sampleOf(property, source, shape.number, options),
    ]);
  return { ...Object.fromEntries(values), ...session?.always };
}

function wantedNames(
  body: RequestBody,
  { properties, alternative }: BodyShape,
): (name: string) => boolean {
  const required = body.alternatives[alternative ?? 0] ?? [];
  if (properties === 'minimal') return (name) => required.includes(name);
  // What only the other alternatives need has no meaning beside this one.
  const others = alternative === undefined ? [] : body.alternatives.flat();
  return (name) => required.includes(name) || !others.includes(name);
}

/** A copy without some entries. */
export function without<T>(
  values: Readonly<Record<string, T>>,
  names: readonly string[],
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** The steps to a nested property: `list[].name` is in the first element of the list. */
function stepsTo(name: string): readonly string[] {
  return name.replaceAll('[]', '.0').split('.');
}

/** What is at a property, a nested one by its dotted name. */
export function bodyValueAt(body: JsonValue | undefined, name: string): JsonValue | undefined {
  return stepsTo(name).reduce<JsonValue | undefined>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return (value as Body)[step];
  }, body);
}

/** A copy in which another value is at a property, a nested one by its dotted name; undefined leaves it out. */
export function withBodyValue(
  body: JsonValue | undefined,
  name: string,
  value: JsonValue | undefined,
): Body {
  return changedAt(body, stepsTo(name), value) as Body;
}

function changedAt(
  inner: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (step === undefined) return value;
  const around = (typeof inner === 'object' ? inner : null) ?? (step === '0' ? [] : {});
  const changed = changedAt((around as Body)[step], rest, value);
  if (Array.isArray(around)) {
    const items: readonly JsonValue[] = around;
    return changed === undefined ? items.slice(1) : [changed, ...items.slice(1)];
  }
  return changed === undefined
    ? without(around as Body, [step])
    : { ...(around as Body), [step]: changed };
}
