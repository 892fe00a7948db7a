import type { SecretOwner } from './canaries.ts';
import type { Member, Operation, RequestBody } from './contractTypes.ts';
import { sampleOf } from './samples.ts';
import type { SampleSource } from './samples.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

export type Body = Readonly<Record<string, JsonValue>>;

/** Which members a body has: those of one alternative and no more, or all. */
export interface BodyShape {
  readonly members: 'minimal' | 'full';
  /** Index into the alternatives of the body's union; the first unless given. */
  readonly alternative?: number;
  /** Makes the values different from those of other bodies. */
  readonly number: number;
  /** Values that are given: the key of what is created, a real user's name. */
  readonly given?: Body;
  readonly owner?: SecretOwner;
}

/** Members of the body itself, not of what is nested in it. */
export function ownMembers(body: RequestBody): readonly Member[] {
  return body.members.filter(({ name }) => !/[.[\]]/.test(name));
}

/** Members that a check may send: what a session must never be opened with is left out. */
export function sentMembers(operation: Operation): readonly Member[] {
  const never = operation.session?.never ?? [];
  return operation.body === undefined
    ? []
    : ownMembers(operation.body).filter(({ name }) => !never.includes(name));
}

/** The members by which an alternative of a union differs from all the others. */
export function membersApart(body: RequestBody, index: number): readonly string[] {
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
    shape.members === 'full'
      ? sentMembers(operation).map(({ name }) => name)
      : (body.alternatives[shape.alternative ?? 0] ?? []);
  const values = sentMembers(operation)
    .filter(({ name }) => wanted.includes(name))
    .map((member): [string, JsonValue] => [
      member.name,
      shape.given?.[member.name] ?? sampleOf(member, source, shape.number, shape.owner),
    ]);
  return { ...Object.fromEntries(values), ...session?.always };
}

export function without(body: Body, names: readonly string[]): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
