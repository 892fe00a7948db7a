import { singular, wordsInName } from './names.ts';
import { type ForeignOperation, objectOf } from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type Group, namelessRoute, parametersIn } from './routeGroups.ts';
import type { ShownSchema } from './shownSchema.ts';

/** What the schemas of groups and operations say about each other. */
export interface GroupSchemas {
  of(group: Group): ShownSchema | undefined;
  /** Whether the server makes the keys of what a create of another group makes for it. */
  makesKeys(group: Group, creating: ForeignOperation): boolean;
  /** The property that the parameter of a group names. */
  keyOf(group: Group): string | undefined;
  /** Whether an operation shows a list. */
  lists(operation: ForeignOperation): boolean;
  /** The properties that the body of an operation may have. */
  sends(operation: ForeignOperation): readonly string[];
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
  if (creating === undefined || !isMadeBy(creating, making)) return undefined;
  const [before, own] = [wordsBefore(making.base), wordsBefore(items.base)];
  const more = before.slice(own.length);
  if (own.some((word, index) => word !== before[index])) return undefined;
  // What has things of its own has them under another path: only a read may stand elsewhere, lest a run deletes what is not its own.
  if (making.parameter !== undefined)
    return above.length === 0 &&
      below.length === 0 &&
      isFree(making, items) &&
      items.onItem.every(({ method }) => method === 'get') &&
      ![making, items].every(({ onCollection }) => onCollection.some((one) => shown.lists(one))) &&
      shown.keyOf(making) !== undefined &&
      shown.keyOf(making) === shown.keyOf(items)
      ? 0
      : undefined;
  // What else is done there is about one thing that no path names.
  if (making.onCollection.some((one) => one !== creating && !shown.lists(one))) return undefined;
  const isAlike = sameWords(making.base, items.base);
  if (above.length === below.length && above.join() === below.join())
    return isAlike ? 1 : undefined;
  if (above.length === 0) {
    const isOwn = more.every((word) => ofWhoSignsIn.has(word));
    return isOwn && isBelowWhoSignsIn(below, items, creating, shown) ? 2 : undefined;
  }
  // A list over all would be one below a parent, and left out.
  const isListed = items.onCollection.some(({ method }) => method === 'get');
  if (below.length === 0)
    return more.length === 0 && !isListed && shown.makesKeys(items, creating) ? 3 : undefined;
  return isAlike && above.length === below.length ? 4 : undefined;
}

/** Words of a path that stand for whoever signs in. */
const ofWhoSignsIn: ReadonlySet<string> = new Set(
  'account,authenticated,current,me,mine,my,own,self,user'.split(','),
);

/** Whether a POST says that it makes something, and does so to what its path names last. */
function isMadeBy({ data }: ForeignOperation, { base }: Group): boolean {
  const last = base.split('/').at(-1) ?? '';
  return Object.keys(objectOf(data['responses'])).includes('201') && !last.includes('{');
}

/** Whether a response names each parent, and no caller chooses any of them in the body. */
function isBelowWhoSignsIn(
  parents: readonly string[],
  items: Group,
  creating: ForeignOperation,
  shown: GroupSchemas,
): boolean {
  const sent = new Set(shown.sends(creating).map(withoutKey));
  return parents.every(
    (parent) => shown.of(items)?.properties.has(parent) === true && !sent.has(withoutKey(parent)),
  );
}

/** A name without the word for its key at its end: `building` of `building_id`. */
function withoutKey(name: string): string {
  const words = wordsInName(name);
  const isKey = words.length > 1 && /^(?:id|uid|uuid|guid|key|name|slug)$/.test(words.at(-1) ?? '');
  return (isKey ? words.slice(0, -1) : words).join(' ');
}

/** The words before the last one of a base, but for those of parents, which a parameter follows. */
function wordsBefore(base: string): readonly string[] {
  const parts = base
    .replace(/(?:\/\{[^/]*)+$/, '')
    .split('/')
    .filter(Boolean);
  return parts
    .slice(0, -1)
    .filter((part, index) => !part.includes('{') && parts[index + 1]?.startsWith('{') !== true)
    .map((part) => wordsInName(part).map(singular).join(' '));
}

/** Whether two bases differ only in the names of their parameters, or in one word that stands for one or for many. */
function sameWords(one: string, other: string): boolean {
  const [own, others] = [one, other].map((base) =>
    namelessRoute(base)
      .split('/')
      .map((part) => (part.includes('{') ? part : wordsInName(part).map(singular).join(' ')))
      .join('/'),
  );
  return own === others;
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
