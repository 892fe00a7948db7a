import { isDeepStrictEqual } from 'node:util';

import type { Draft } from './draft.ts';
import type { RawSchema } from './rawDocument.ts';
import { within } from './scope.ts';
import type { Scope } from './scope.ts';

/** The members right below a schema, whichever part of it names them, and the required ones of each alternative. */
export interface ObjectView {
  readonly members: ReadonlyMap<string, { readonly schema: RawSchema; readonly scope: Scope }>;
  readonly alternatives: readonly (readonly string[])[];
}

/** Sees a schema as one object: its own members, those of `allOf`, and those of the alternatives of `anyOf` and `oneOf`. */
export function viewObject(schema: RawSchema, scope: Scope, draft: Draft): ObjectView {
  const members = new Map<string, { readonly schema: RawSchema; readonly scope: Scope }>();
  let alternatives: readonly (readonly string[])[] = [schema.required ?? []];
  for (const [name, member] of Object.entries(schema.properties ?? {}))
    members.set(name, { schema: member, scope: within(scope, member) });

  const take = (parts: readonly RawSchema[]): readonly (readonly string[])[] =>
    parts.flatMap((part) => {
      const view = viewObject(part, within(scope, part), draft);
      for (const [name, member] of view.members) {
        const known = members.get(name);
        if (known === undefined) members.set(name, member);
        else if (!isDeepStrictEqual(known.schema, member.schema))
          draft.problem(
            member.schema,
            `${name} is not the same in every part of its object; share one definition`,
          );
      }
      return view.alternatives;
    });
  for (const part of schema.allOf ?? []) alternatives = combine(alternatives, take([part]));
  for (const union of [schema.anyOf, schema.oneOf]) {
    // A union of texts or lists has no members, and so no alternatives of them.
    if (union !== undefined) alternatives = combine(alternatives, take(union));
  }
  return { members, alternatives: distinct(alternatives) };
}

function combine(
  left: readonly (readonly string[])[],
  right: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  return left.flatMap((names) => right.map((more) => [...new Set([...names, ...more])]));
}

function distinct(alternatives: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const byNames = new Map(alternatives.map((names) => [JSON.stringify(names.toSorted()), names]));
  return [...byNames.values()];
}
