import type { SecretOwner } from './canaries.ts';
import type { Property, Operation, RequestBody } from './contractTypes.ts';
import { sampleOf } from './samples.ts';
import type { SampleSource } from './samples.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

export type Body = Readonly<Record<string, JsonValue>>;

/** Which properties a body has: those of one alternative and no more, or all. */
export interface BodyShape {
  readonly properties: 'minimal' | 'full';
  /** Index into the alternatives of the body's union; the first unless given. */
  readonly alternative?: number;
  /** Makes the values different from those of other bodies. */
  readonly number: number;
  /** Values that are given: the key of what is created, a real user's name. */
  readonly given?: Body;
  readonly owner?: SecretOwner;
}

/** properties of the body itself, not of what is nested in it. */
export function ownProperties(body: RequestBody): readonly Property[] {
  return body.properties.filter(({ name }) => !/[.[\]]/.test(name));
}

/** properties that a check may send: what a session must never be opened with is left out. */
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

/** A right body of an operation. */
export function bodyOf(operation: Operation, shape: BodyShape, source: SampleSource): Body {
  const { body, session } = operation;
  if (body === undefined) return {};
  const wanted =
    shape.properties === 'full'
      ? sentProperties(operation).map(({ name }) => name)
      : (body.alternatives[shape.alternative ?? 0] ?? []);
  const values = sentProperties(operation)
    .filter(({ name }) => wanted.includes(name))
    .map((property): [string, JsonValue] => [
      property.name,
      shape.given?.[property.name] ?? sampleOf(property, source, shape.number, shape.owner),
    ]);
  return { ...Object.fromEntries(values), ...session?.always };
}

export function without(body: Body, names: readonly string[]): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
