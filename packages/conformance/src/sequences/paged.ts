import {
  isBehindLast,
  makerOf,
  pageSize,
  type JsonValue,
  type Operation,
  type Paging,
  type Resource,
} from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { textOf } from '../checks/json.ts';
import { NotRun } from '../checks/notRun.ts';
import type { SendOptions } from '../checks/sent.ts';
import { elementsOf } from './elementsOf.ts';
import { filtersOf, valuesOf, type Filter } from './filtered.ts';
import { sequences, type Sequence, type Steps } from './steps.ts';

/** Lists that are asked for page by page, and past their end. */
export const paged = sequences((about): readonly Sequence[] => {
  const { contract, resource } = about;
  const { list } = resource.operations;
  const listing = contract.operations.find(({ id }) => id === list);
  const paging = listing?.paging;
  if (listing === undefined || paging === undefined || makerOf(resource) === undefined) return [];
  const sequence = (
    name: string,
    run: (steps: Steps, listing: Operation, paging: Paging) => Promise<void>,
  ): Sequence => ({
    name,
    run: async (steps) => {
      await makeSeveral(steps, paging, listing);
      await run(steps, listing, paging);
    },
  });
  return [
    sequence('pages', pages),
    ...(paging.by === 'cursor' ? [] : [sequence('pastEnd', pastEnd)]),
    ...(paging.link === undefined
      ? []
      : filtersOf(about).filter(isShared(resource)).slice(0, 1)
    ).map((filter): Sequence => ({
      name: 'filteredPages',
      run: (steps) => filteredPages(steps, listing, paging, filter),
    })),
  ];
});

/** So many are there at least, so that there are several pages, the last of which is not full. */
const several = 5;

async function makeSeveral(steps: Steps, paging: Paging, listing: Operation): Promise<void> {
  const most = smallest(paging, listing) * 2 + 1;
  for (let count = 0; count < Math.max(several, most); count += 1) await steps.create();
}

/** The smallest page that is worth asking for. */
function smallest({ limit }: Paging, { parameters }: Operation): number {
  const parameter = parameters.find(({ name }) => name === limit);
  return Math.max(2, parameter?.minimum ?? 0);
}

/** What a list lacks or has too much, when it is put together, is the fault of its pages. */
function asPages({ context, clause, found }: Steps): SendOptions {
  return {
    ...found,
    relabel: (mismatch: Mismatch) =>
      ofLists.has(context.run.clause(mismatch.clause)?.kind) ? clause : mismatch.clause,
  };
}

const ofLists: ReadonlySet<string | undefined> = new Set(['listed', 'filtered']);

/** About three pages, none longer than asked for; together they show everything once. */
async function pages(steps: Steps, listing: Operation, paging: Paging): Promise<void> {
  const whole = await steps.list(asPages(steps));
  const count = elementsOf(whole, listing).length;
  const size = Math.max(smallest(paging, listing), Math.ceil(count / 3));
  await steps.list(asPages(steps), 0, { [paging.limit]: String(sizeWithin(size, paging)) });
}

/** Whether several can have the same value, and it is sent. */
function isShared({ key, label }: Resource) {
  return ({ isSent, property: { name } }: Filter): boolean =>
    isSent && name !== key && name !== label;
}

/** A link leads to the next page of what was asked for, not of all. */
async function filteredPages(
  steps: Steps,
  listing: Operation,
  paging: Paging,
  { parameter, property }: Filter,
): Promise<void> {
  const [wanted, other] = valuesOf(steps, property);
  const size = sizeWithin(smallest(paging, listing), paging);
  for (let count = 0; count <= size; count += 1)
    for (const value of [other, wanted])
      await steps.create({ properties: 'full', given: { [property.name]: value ?? null } });
  const query = { [paging.limit]: String(size), [parameter]: textOf(wanted ?? null) };
  await steps.list(asPages(steps), 0, query);
}

function sizeWithin(size: number, paging: Paging): number {
  return pageSize(paging, { [paging.limit]: String(size) }) ?? size;
}

/** So many pages nobody fills meanwhile: where others are, it is looked so far behind the end. */
const pagesOfOthers = 1000;

/** How far it is from the place of one page to that of the next. */
function stepOf({ by }: Paging, size: number): number {
  return by === 'offset' ? size : 1;
}

/** The page after the last one shows nothing, and surely nothing of the run's own, or is refused. */
async function pastEnd(steps: Steps, listing: Operation, paging: Paging): Promise<void> {
  const { context, resource, clause } = steps;
  const size = sizeWithin(smallest(paging, listing), paging);
  const parent = context.run.pool.parentOf(resource);
  const isOwn = (one: JsonValue): boolean => context.run.pool.isOurs(resource, parent, one);
  const whole = elementsOf(await steps.list(asPages(steps)), listing);
  const count = whole.length;
  const limit = { [paging.limit]: String(size) };
  const { first } = paging;
  const beyond = 1 + (whole.every(isOwn) ? 0 : pagesOfOthers);
  const past =
    first +
    (paging.by === 'offset' ? count : Math.ceil(count / size)) +
    beyond * stepOf(paging, size);
  const sent = await steps.page({ ...limit, [paging.from]: String(past) }, { silent: true });
  if (sent === undefined || isBehindLast(paging, sent.response?.status ?? 0)) return;
  context.add(sent.mismatches);
  const own = elementsOf(sent, listing).filter(isOwn);
  if (own.length === 0) return;
  const now = elementsOf(await steps.list(asPages(steps)), listing).length;
  if (now !== count)
    throw new NotRun('unsettled', `others change ${listing.id} while its pages are read`);
  const message = `past the end of ${count}, a page still shows ${own.length}`;
  const at = 'at' in listing.action ? listing.action.at : '';
  context.blame(clause, message, 0, own.length, undefined, { at });
}
