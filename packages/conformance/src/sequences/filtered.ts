import {
  isObject,
  valueAt,
  type JsonValue,
  type Operation,
  type Property,
} from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { textOf } from '../checks/json.ts';
import type { ResourceClause } from '../checks/kindChecks.ts';
import type { ResourceRef } from '../checks/resourceRef.ts';
import { isFreeText, sampleOf } from '../checks/samples.ts';
import { sequences, type Sequence, type Steps } from './steps.ts';

/** Lists that are asked for by the value of a property: of what has it, of what has another, and of what only begins alike. */
export const filtered = sequences((about): readonly Sequence[] =>
  filtersOf(about).map((filter) => ({
    name: filter.parameter,
    run: async (steps) => {
      const { pool } = steps.context.run;
      const { property, isSent } = filter;
      const values = isSent ? valuesOf(steps, property) : [undefined, undefined];
      const made: ResourceRef[] = [];
      for (const value of values) made.push(await make(steps, property, value));
      const shown = made.flatMap((ref) => pool.saved(ref)?.[property.name] ?? []);
      for (const value of new Set(shown)) await ask(steps, filter, value);
    },
  })),
);

interface Filter {
  readonly listing: Operation;
  readonly parameter: string;
  readonly property: Property;
  /** Whether a create can be sent with the property. */
  readonly isSent: boolean;
}

function filtersOf({ contract, resource }: ResourceClause): readonly Filter[] {
  const { list, create } = resource.operations;
  const listing = contract.operations.find(({ id }) => id === list);
  const creating = contract.operations.find(({ id }) => id === create);
  if (listing === undefined || creating === undefined) return [];
  return Object.entries(listing.filters ?? {}).flatMap(([parameter, name]) => {
    const property = resource.properties.find((one) => one.name === name);
    if (property === undefined) return [];
    const sent = creating.body?.properties.find((one) => one.name === name);
    return [{ listing, parameter, property: sent ?? property, isSent: sent !== undefined }];
  });
}

/** Two values, and of a text a third that only begins like the first. */
function valuesOf({ context: { run }, resource }: Steps, property: Property): readonly JsonValue[] {
  const isOwn = property.name === resource.key || property.name === resource.label;
  const next = (): JsonValue =>
    isOwn ? run.pool.newKey() : sampleOf(property, run.source, run.number());
  const first = next();
  let second = next();
  for (let tries = 0; second === first && tries < 10; tries += 1) second = next();
  const longer = `${textOf(first)}b`;
  const isLonger = isFreeText(property) && longer.length <= (property.maxLength ?? Infinity);
  return [first, second, ...(isLonger ? [longer] : [])];
}

function make(
  steps: Steps,
  { name }: Property,
  value: JsonValue | undefined,
): Promise<ResourceRef> {
  if (value === undefined) return steps.create({ properties: 'full' });
  return name === steps.resource.key
    ? steps.create({ properties: 'full' }, { ref: steps.fresh(0, textOf(value)) })
    : steps.create({ properties: 'full', given: { [name]: value } });
}

/** Asks for a value: everything of the run that has it is there, and everything that is there has it. */
async function ask(
  steps: Steps,
  { listing, parameter, property: { name } }: Filter,
  value: JsonValue,
): Promise<void> {
  const { context, clause, found } = steps;
  const relabel = (mismatch: Mismatch): string =>
    context.run.clause(mismatch.clause)?.kind === 'listed' ? clause : mismatch.clause;
  const sent = await steps.list({ ...found, relabel }, 0, { [parameter]: textOf(value) });
  const { action } = listing;
  const at = 'at' in action ? action.at : '';
  const shown = valueAt(sent?.response?.json, at);
  const others = (Array.isArray(shown) ? (shown as readonly JsonValue[]) : []).filter(
    (one) => isObject(one) && one[name] !== undefined && textOf(one[name]) !== textOf(value),
  );
  if (others.length === 0) return;
  const message = `${others.length} of what is shown have another ${name} than was asked for`;
  context.blame(clause, message, 0, others.length, undefined, { at });
}
