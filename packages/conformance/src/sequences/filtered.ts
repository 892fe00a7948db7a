import {
  isObject,
  makerOf,
  type JsonValue,
  type Operation,
  type Property,
} from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { textOf } from '../checks/json.ts';
import type { ResourceClause } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import type { ResourceRef } from '../checks/resourceRef.ts';
import { isFreeText, sampleOf } from '../checks/samples.ts';
import { elementsOf } from './elementsOf.ts';
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
      // What the server makes, only a list tells.
      const shown = isSent
        ? made.flatMap((ref) => pool.saved(ref)?.[property.name] ?? [])
        : [...(await listed(steps, filter)).values()];
      if (shown.length === 0)
        throw new NotRun('preparation', `no ${steps.resource.name} shows its ${property.name}`);
      for (const value of new Set([...shown, ...otherValues(steps, filter, shown)]))
        await ask(steps, filter, value);
    },
  })),
);

/** A parameter of a list, and the property of which it names the value. */
export interface Filter {
  readonly listing: Operation;
  readonly parameter: string;
  readonly property: Property;
  /** Whether a create can be sent with the property. */
  readonly isSent: boolean;
}

/** The filters of a list whose elements can be made. */
export function filtersOf({ contract, resource }: ResourceClause): readonly Filter[] {
  const { list } = resource.operations;
  const maker = makerOf(resource);
  const listing = contract.operations.find(({ id }) => id === list);
  const creating = contract.operations.find(({ id }) => id === maker);
  if (listing === undefined || creating === undefined) return [];
  return Object.entries(listing.filters ?? {}).flatMap(([parameter, name]) => {
    const property = resource.properties.find((one) => one.name === name);
    if (property === undefined) return [];
    const sent = creating.body?.properties.find((one) => one.name === name);
    return [{ listing, parameter, property: sent ?? property, isSent: sent !== undefined }];
  });
}

/** Two values, and of a text a third that only begins like the first. */
export function valuesOf(
  { context: { run }, resource }: Steps,
  property: Property,
): readonly JsonValue[] {
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

/** Values that nothing may have, since all may have the same of what the server makes: another one, and of a text its beginning. */
function otherValues(
  { context: { run } }: Steps,
  { listing, parameter, isSent }: Filter,
  [first]: readonly JsonValue[],
): readonly JsonValue[] {
  const asked = listing.parameters.find(({ name }) => name === parameter);
  if (isSent || asked === undefined) return [];
  const isLong = typeof first === 'string' && first.length > 1 && isFreeText(asked);
  return [sampleOf(asked, run.source, run.number()), ...(isLong ? [first.slice(0, -1)] : [])];
}

/** What a list without a filter shows of the run's own: the values of a property by their keys. */
async function listed(
  steps: Steps,
  { listing, property: { name } }: Filter,
): Promise<ReadonlyMap<JsonValue, JsonValue>> {
  const { context, resource } = steps;
  const { pool } = context.run;
  const parent = pool.parentOf(resource);
  const own = elementsOf(await steps.list(steps.found), listing).filter((one) =>
    pool.isOurs(resource, parent, one),
  );
  return new Map(
    own.flatMap((one): [JsonValue, JsonValue][] => {
      const { [resource.key ?? '']: key, [name]: value } = isObject(one) ? one : {};
      return key === undefined || value === undefined || value === null ? [] : [[key, value]];
    }),
  );
}

/** Asks for a value: everything of the run that has it is there, and everything that is there has it. */
async function ask(steps: Steps, filter: Filter, value: JsonValue): Promise<void> {
  const { context, clause, found, resource } = steps;
  const { listing, parameter, property, isSent } = filter;
  const { name } = property;
  const relabel = (mismatch: Mismatch): string =>
    context.run.clause(mismatch.clause)?.kind === 'listed' ? clause : mismatch.clause;
  const before = isSent ? undefined : await listed(steps, filter);
  const sent = await steps.list({ ...found, relabel }, 0, { [parameter]: textOf(value) });
  const exchange = context.exchanges.length - 1;
  const { action } = listing;
  const at = 'at' in action ? action.at : '';
  const elements = elementsOf(sent, listing);
  const others = elements.filter(
    (one) => isObject(one) && one[name] !== undefined && textOf(one[name]) !== textOf(value),
  );
  if (others.length > 0) {
    const message = `${others.length} of what is shown have another ${name} than was asked for`;
    context.blame(clause, message, 0, others.length, exchange, { at });
  }
  if (before === undefined || sent?.response?.status !== 200) return;
  const keys = new Set(elements.map((one) => isObject(one) && one[resource.key ?? '']));
  const lacking = [...before].filter(([key, had]) => had === value && !keys.has(key));
  // A server may make another value at any time: what it shows before and after, it had in between.
  const after = lacking.length === 0 ? before : await listed(steps, filter);
  const lost = lacking.filter(([key]) => after.get(key) === value).length;
  if (lost === 0) return;
  const message = `${lost} that have the ${name} that was asked for are not shown`;
  context.blame(clause, message, 0, lost, exchange, { at });
}
