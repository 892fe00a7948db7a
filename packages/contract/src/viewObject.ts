import { isDeepStrictEqual } from 'node:util';
import type { Draft } from './draft.ts';
import type { Alternative } from './entries.ts';
import type { RawSchema } from './rawDocument.ts';
import { within, type Scope } from './scope.ts';
import { isElsewhere, type Side } from './sideOf.ts';

/** The properties right below a schema, whichever part of it names them, and its alternatives. */
interface ObjectView {
  readonly properties: ReadonlyMap<string, { readonly schema: RawSchema; readonly scope: Scope }>;
  readonly alternatives: readonly Alternative[];
}

/** Sees a schema as one object on one side: its own properties, those of `allOf`, and those of the alternatives of `anyOf` and `oneOf`. */
export function viewObject(schema: RawSchema, scope: Scope, draft: Draft, side: Side): ObjectView {
  const properties = new Map<string, { readonly schema: RawSchema; readonly scope: Scope }>();
  let alternatives: readonly Alternative[] = [{ required: schema.required ?? [], scope }];
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    if (!isElsewhere(property, side))
      properties.set(name, { schema: property, scope: within(scope, property) });

  const take = (parts: readonly RawSchema[]): readonly Alternative[] =>
    parts.flatMap((part) => {
      const view = viewObject(part, within(scope, part), draft, side);
      for (const [name, property] of view.properties) {
        const known = properties.get(name);
        if (known === undefined) properties.set(name, property);
        else if (!isDeepStrictEqual(known.schema, property.schema))
          draft.problem(
            property.schema,
            `${name} is not the same in every part of its object; share one definition`,
          );
      }
      return view.alternatives;
    });
  for (const part of schema.allOf ?? []) alternatives = combine(alternatives, take([part]));
  for (const union of [schema.anyOf, schema.oneOf]) {
    // A union of texts or lists has no properties, and so no alternatives of them.
    if (union !== undefined) alternatives = combine(alternatives, take(union));
  }
  return { properties, alternatives: distinct(alternatives) };
}

function combine(
  left: readonly Alternative[],
  right: readonly Alternative[],
): readonly Alternative[] {
  return left.flatMap((one) =>
    right.map((other) => ({
      required: [...new Set([...one.required, ...other.required])],
      // Of two parts, the one that is an alternative of a union says more than the one that all share.
      scope: right.length > 1 ? other.scope : one.scope,
    })),
  );
}

function distinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  const byNames = new Map<string, Alternative>();
  for (const alternative of alternatives) {
    const key = JSON.stringify(alternative.required.toSorted());
    if (!byNames.has(key)) byNames.set(key, alternative);
  }
  return [...byNames.values()];
}
