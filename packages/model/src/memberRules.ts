import type { Member, RuleKind } from '@oidc-admin/contract';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';

import type { About, ClauseIndex } from './clauseIndex.ts';
import type { Broken } from './model.ts';
import { stepsOf } from './pointer.ts';
import { ruleKindOf } from './ruleKind.ts';

/** Where members or parameters stand, and which clauses speak of them. */
export interface MemberPlace {
  readonly operation: string;
  readonly root: 'body' | 'path' | 'query';
  readonly clauses: ClauseIndex;
  /** Every member or parameter there, nested ones by their dotted names. */
  readonly members: ReadonlyMap<string, Member>;
}

/** A member's own schema, and that of the JSON text that it holds where it says so. */
export interface MemberChecks {
  readonly member: Member;
  readonly value: ValidateFunction;
  readonly content: ValidateFunction | undefined;
}

/** Compiles the schemas of a member. */
export function memberChecks(ajv: Ajv2020, member: Member): MemberChecks {
  const content = member.schema['contentSchema'];
  const isSchema = typeof content === 'object' && content !== null;
  return {
    member,
    value: ajv.compile(member.schema),
    content: isSchema ? ajv.compile(content) : undefined,
  };
}

/** Whether a text holds JSON that obeys a schema; what is no text is not its matter. */
export function holdsJson(check: ValidateFunction, text: unknown): boolean {
  if (typeof text !== 'string') return true;
  try {
    return check(JSON.parse(text));
  } catch {
    return false;
  }
}

/** The rules that a wrong value of a member breaks, read off what Ajv found. Messages hold no value. */
export function brokenByErrors(
  errors: readonly ErrorObject[],
  value: unknown,
  member: string,
  place: MemberPlace,
): readonly Broken[] {
  // What is of the wrong type breaks other keywords too, but only because of its type.
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  const found = new Map<string, Broken>();
  for (const error of errors) {
    if (error.keyword !== 'type' && mistyped.has(error.instancePath)) continue;
    const broken = brokenByError(error, value, member, place);
    found.set(`${broken.clause} ${broken.location.join('/')}`, broken);
  }
  return [...found.values()];
}

function brokenByError(
  error: ErrorObject,
  value: unknown,
  member: string,
  place: MemberPlace,
): Broken {
  const missing: unknown = error.params['missingProperty'] ?? error.params['additionalProperty'];
  const steps = [...stepsOf(error.instancePath), ...(typeof missing === 'string' ? [missing] : [])];
  if (place.root === 'path') return brokenMember('pathParameter', messageOf(error), member, place);
  if (error.keyword === 'type' && valueBelow(value, stepsOf(error.instancePath)) === null) {
    const required = place.members.get(dotted(member, steps))?.required === true;
    const kind = required ? 'nullRequired' : 'nullOptional';
    return brokenMember(kind, 'must not be null', member, place, steps);
  }
  return brokenMember(ruleKindOf(error.keyword), messageOf(error), member, place, steps);
}

/** One rule that a member or parameter breaks; `steps` lead from the member to the place inside it. */
export function brokenMember(
  kind: RuleKind,
  message: string,
  member: string,
  place: MemberPlace,
  steps: readonly string[] = [],
): Broken {
  const name = dotted(member, steps);
  const about: About =
    place.root === 'body' ? { subject: name } : { in: place.root, subject: name };
  return {
    clause: place.clauses.get(place.operation, kind, about).id,
    kind,
    location: [place.root, member, ...steps],
    member,
    message: `${name} ${message}.`,
  };
}

/** The name of a nested member, as in the contract: `list[].name`. */
function dotted(member: string, steps: readonly string[]): string {
  return steps.reduce(
    (name, step) => (/^\d+$/.test(step) ? `${name}[]` : `${name}.${step}`),
    member,
  );
}

function valueBelow(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined,
    value,
  );
}

function messageOf(error: ErrorObject): string {
  const allowed: unknown = error.params['allowedValues'];
  if (Array.isArray(allowed)) return `must be one of ${allowed.map(String).join(', ')}`;
  return error.message ?? `breaks ${error.keyword}`;
}
