import type { Allowed, Binding, Outcome } from './description.ts';
import type { Draft } from './draft.ts';
import type { RawAllowed, RawOutcome, RawOutcomes, RawRows, RawScoped } from './rawDocument.ts';

/** What a place of the document inherits from the places around it: source and binding, and outcomes with the nearest first. */
export interface Scope {
  readonly source: readonly string[];
  readonly binding: Binding;
  readonly outcomes: readonly RawOutcomes[];
}

/** The scope of a place inside another: its own keys win. */
export function within(outer: Scope, node: RawScoped): Scope {
  return {
    source: node['x-source'] === undefined ? outer.source : rowsOf(node['x-source']),
    binding: node['x-binding'] ?? outer.binding,
    outcomes:
      node['x-outcomes'] === undefined ? outer.outcomes : [node['x-outcomes'], ...outer.outcomes],
  };
}

/** The nearest outcome that is declared for a kind of rule, by the first of its names that has one. */
export function outcomeFor(
  scope: Scope,
  names: readonly string[],
  draft: Draft,
): Outcome | undefined {
  const raw = names
    .flatMap((name) => scope.outcomes.map((outcomes) => outcomes[name]))
    .find((outcome) => outcome !== undefined);
  return raw === undefined ? undefined : readOutcome(raw, draft);
}

/** An outcome as plain data, as binding as its own rows. */
export function readOutcome(raw: RawOutcome, draft: Draft): Outcome {
  const source = rowsOf(raw.source);
  return {
    allow: raw.allow.map(allowedOf),
    warn: (raw.warn ?? []).map(allowedOf),
    binding: draft.bindingOf(raw.binding ?? 'MUST', draft.authorityOf(source)),
    source,
  };
}

/** A list of rows, however it was written. */
export function rowsOf(rows: RawRows | undefined): readonly string[] {
  if (rows === undefined) return [];
  return typeof rows === 'string' ? [rows] : rows;
}

function allowedOf(raw: RawAllowed): Allowed {
  if (raw === 'accepted') return { as: 'accepted' };
  if (raw === 'asLeftOut') return { as: 'leftOut' };
  return typeof raw === 'object' ? raw : { status: raw };
}
