import { singular, wordsInName } from './names.ts';
import type { ForeignOperation } from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type Group, parametersIn } from './routeGroups.ts';
import type { ShownSchema } from './shownSchema.ts';

/** What a group shows, and whether the server makes the keys of what a create of another group makes for it. */
export interface GroupSchemas {
  of(group: Group): ShownSchema | undefined;
  makesKeys(group: Group, creating: ForeignOperation): boolean;
}

/**
 * Puts together what is made at one path, and read, changed or deleted at another: `POST /rooms/{room}/desks` and `/desks/{id}`,
 * `POST /mine/boxes` and `/boxes/{owner}/{name}`, `/admin/people` and `/people/{name}`. They are called alike and show the same schema.
 * Nothing is put together where several ways would do that are not alike; the groups stay as they are then.
 */
export function mergeGroups(
  groups: readonly Group[],
  shown: GroupSchemas,
  remarks: Remarks,
): readonly Group[] {
  const merged = groups.map((group) => ({
    ...group,
    onCollection: [...group.onCollection],
    onItem: [...group.onItem],
  }));
  const byWord = Map.groupBy(merged, ({ base }) => lastWord(base));
  for (const [word, alike] of byWord) {
    if (word === '' || alike.length < 2) continue;
    for (const items of alike.filter((one) => one.parameter !== undefined)) {
      if (hasCreate(items)) continue;
      const [found] = alike
        .filter((one) => one !== items && hasCreate(one) && shown.of(items) !== undefined)
        .filter((one) => shown.of(one)?.pointer === shown.of(items)?.pointer)
        .map((one) => ({ one, rank: rankOf(one, items, shown) }))
        .filter(({ rank }) => rank !== undefined)
        .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
      if (found !== undefined) merge(found.one, items, remarks);
    }
  }
  return merged.filter(({ onCollection, onItem }) => onCollection.length + onItem.length > 0);
}

/** How well the things that one group makes are those of another: the lower the better; undefined where they may be others. */
function rankOf(making: Group, items: Group, shown: GroupSchemas): number | undefined {
  const [above, below] = [parametersIn(making.base), parametersIn(items.base)];
  const creating = making.onCollection.find(({ method }) => method === 'post');
  if (creating === undefined) return undefined;
  // What has things of its own has them under another path.
  if (making.parameter !== undefined)
    return above.length === 0 && below.length === 0 && isFree(making, items) ? 0 : undefined;
  if (above.length === below.length && above.join() === below.join()) return 1;
  if (above.length === 0) return 2;
  if (below.length === 0) return shown.makesKeys(items, creating) ? 3 : undefined;
  return above.length === below.length ? 4 : undefined;
}

/** Whether two groups do not do the same with one of their things. */
function isFree(one: Group, other: Group): boolean {
  return other.onItem.every(({ method }) => one.onItem.every((own) => own.method !== method));
}

/** Moves what makes things to where they are read, or what only reads them to where they are made. */
function merge(making: Group, items: Group, remarks: Remarks): void {
  const [from, to] = making.parameter === undefined ? [making, items] : [items, making];
  const isList = ({ method }: ForeignOperation): boolean => method === 'get';
  const moved = from.onCollection.filter(
    (one) =>
      (one.method === 'post' && from === making) || (isList(one) && !to.onCollection.some(isList)),
  );
  const above = parametersIn(from.base);
  const below = parametersIn(to.base);
  if (above.length > below.length) to.parents = above;
  to.onCollection.push(...moved);
  from.onCollection.splice(
    0,
    from.onCollection.length,
    ...from.onCollection.filter((one) => !moved.includes(one)),
  );
  if (from === items) to.onItem.push(...from.onItem.splice(0));
  const [first] = from === items ? to.onItem.slice(-1) : moved;
  if (first !== undefined)
    remarks.guess(
      first.path,
      `${first.method.toUpperCase()} ${first.route} is about the same things as ${to.base}${to.parameter === undefined ? '' : `/{${to.parameter}}`}: they are called alike, and shown alike`,
    );
}

function hasCreate({ onCollection }: Group): boolean {
  return onCollection.some(({ method }) => method === 'post');
}

/** The last word of a base, that is no parameter, as one of its things is called. */
function lastWord(base: string): string {
  const part = base.split('/').findLast((one) => one !== '' && !one.startsWith('{')) ?? '';
  return wordsInName(part).map(singular).join(' ');
}
