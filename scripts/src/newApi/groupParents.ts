import { objectOf } from './openApi.ts';
import { type Group, namelessRoute, parametersIn, staticBase } from './routeGroups.ts';

/** The path parameters that name what a group stands below, also where its own path leaves them out. */
export function parentsOfGroup(groups: readonly Group[], group: Group): readonly string[] {
  if (group.parents !== undefined) return group.parents;
  const inBase = parametersIn(group.base);
  const above = groups.find((one) => isItemOf(one, itemAbove(group.base)));
  return above?.parents === undefined ? inBase : [...above.parents, ...inBase];
}

/** Who knows what a group stands below: operations make all of it but the outermost, or a deployment knows all of it. */
export function whoKnowsParents(
  groups: readonly Group[],
  { base, parents: given }: Group,
  parents: readonly string[],
): 'operations' | 'deployment' | 'nobody' {
  if (given !== undefined || parents.length < 2 || isMadeAbove(groups, base)) return 'operations';
  const inBase = parametersIn(base);
  if (inBase.length < parents.length) return 'operations';
  const isAnyMade = groups.some(
    (one) =>
      isMadeBy(one) &&
      namelessRoute(`${base}/`).startsWith(`${namelessRoute(`${one.base}/{${one.parameter}}`)}/`),
  );
  return isAnyMade ? 'nobody' : 'deployment';
}

/** The route of the thing that a base stands below. */
function itemAbove(base: string): string {
  const [, item = ''] = /^(.*\}[^/]*)(?:\/[^{}]*)?$/.exec(base) ?? [];
  return item;
}

function isItemOf({ base, parameter }: Group, item: string): boolean {
  const { base: around } = staticBase(item);
  return parameter !== undefined && item !== '' && namelessRoute(base) === namelessRoute(around);
}

function isMadeBy(group: Group): boolean {
  return (
    group.parameter !== undefined &&
    (group.onCollection.some(({ method }) => method === 'post') || isSavedBy(group))
  );
}

/** Whether some operation makes the thing that a base stands below, and so on, up to the outermost. */
function isMadeAbove(groups: readonly Group[], base: string): boolean {
  const { base: around, parameter } = staticBase(itemAbove(base));
  if (parametersIn(around).length === 0 && parametersIn(base).length < 2) return true;
  const above = groups.find((one) => namelessRoute(one.base) === namelessRoute(around));
  const isMade = parameter !== undefined && above !== undefined && isMadeBy(above);
  return isMade && (parametersIn(around).length < 2 || isMadeAbove(groups, around));
}

/** Whether a PUT of a group says by its statuses that it creates what is not there. */
export function isSavedBy({ onItem }: Group): boolean {
  return onItem.some(
    ({ method, data }) =>
      method === 'put' && Object.keys(objectOf(data['responses'])).includes('201'),
  );
}
