import type { Member } from './contract.ts';
import type { Draft } from './draft.ts';
import type { RawMemberKeys, RawSchema } from './rawDocument.ts';
import { within } from './scope.ts';
import type { Scope } from './scope.ts';
import { typesOf } from './typesOf.ts';
import { viewObject } from './viewObject.ts';
import type { Alternative } from './viewObject.ts';

/** A member together with what its clauses need: the outcomes that hold for it, and where it stands. */
export interface MemberEntry {
  readonly member: Member;
  readonly scope: Scope;
  readonly pointer: string;
}

/** A body: itself as a member named `$`, its members, nested ones by dotted names (`a.b`, `list[].c`), its alternatives. */
export interface Body {
  readonly root: MemberEntry;
  readonly entries: readonly MemberEntry[];
  readonly alternatives: readonly Alternative[];
}

/** Flattens a body's schema over the alternatives of its union. `scope` is that of the place around the schema. */
export function readMembers(schema: RawSchema, scope: Scope, draft: Draft): Body {
  const inner = within(scope, schema);
  return {
    root: {
      member: memberOf('$', true, schema, schema, inner),
      scope: inner,
      pointer: draft.pointerOf(schema),
    },
    entries: membersBelow('', schema, inner, draft),
    alternatives: viewObject(schema, inner, draft).alternatives,
  };
}

/** One member or parameter as plain data. `scope` is its own; `keys` carries the extension keys, mostly the schema itself. */
export function memberOf(
  name: string,
  required: boolean,
  schema: RawSchema,
  keys: RawMemberKeys,
  scope: Scope,
): Member {
  const kept = [
    'default',
    'format',
    'pattern',
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
    'enum',
  ] as const;
  return {
    name,
    description: keys.description ?? schema.description ?? '',
    types: typesOf(schema),
    required,
    ...Object.fromEntries(
      kept
        .filter((keyword) => Object.hasOwn(schema, keyword))
        .map((keyword) => [keyword, schema[keyword]]),
    ),
    ...(schema.const === undefined ? {} : { enum: [schema.const] }),
    sensitive: keys['x-sensitive'] === true,
    ...given('normalised', keys['x-normalised']),
    ...given('masked', keys['x-masked']),
    ...given('irrelevantWith', keys['x-irrelevant-with']),
    ...given('presentWhen', keys['x-present-when']),
    ...given('prefix', keys['x-prefix']),
    ...given('reachable', keys['x-reachable']),
    ...given('untested', keys['x-untested']),
    binding: scope.binding,
    source: scope.source,
    schema,
  };
}

function membersBelow(
  prefix: string,
  schema: RawSchema,
  scope: Scope,
  draft: Draft,
): readonly MemberEntry[] {
  const found: MemberEntry[] = [];
  const add = (name: string, required: boolean, member: RawSchema, inner: Scope): void => {
    found.push({
      member: memberOf(name, required, member, member, inner),
      scope: inner,
      pointer: draft.pointerOf(member),
    });
    found.push(...membersBelow(name, member, inner, draft));
  };
  if (typeof schema.items === 'object')
    add(`${prefix}[]`, false, schema.items, within(scope, schema.items));
  const view = viewObject(schema, scope, draft);
  for (const name of new Set(view.alternatives.flatMap(({ required }) => required))) {
    if (!view.members.has(name))
      draft.problem(schema, `requires ${name}, but does not describe it`);
  }
  for (const [name, { schema: member, scope: inner }] of view.members) {
    const required = view.alternatives.every((alternative) => alternative.required.includes(name));
    add(prefix === '' ? name : `${prefix}.${name}`, required, member, inner);
  }
  return found;
}

function given<K extends string, V>(key: K, value: V | undefined): { [name in K]?: V } {
  const some: { [name in K]?: V } = {};
  if (value !== undefined) some[key] = value;
  return some;
}
