import { targetUrl, type RunTarget } from '../runner/runTarget.ts';
import { targetKeys } from './targetKeys.ts';

function keysOf({ url, contract, access, environment, embedded }: RunTarget): readonly string[] {
  if (embedded !== undefined) return [];
  const target = { url: targetUrl(url, contract.basePath) };
  return targetKeys({ parameters: { api: contract.api, target }, contract, access, environment });
}

/**
 * Targets in groups that may be checked at the same time. Those of one group exclude each other, such as two names of a
 * service at one network: they take turns.
 */
export function exclusiveGroups<T extends RunTarget>(
  targets: readonly T[],
): readonly (readonly T[])[] {
  let groups: { readonly targets: readonly T[]; readonly keys: readonly string[] }[] = [];
  for (const target of targets) {
    const keys = keysOf(target);
    const joined = groups.filter((group) => group.keys.some((key) => keys.includes(key)));
    groups = [
      ...groups.filter((group) => !joined.includes(group)),
      {
        targets: [...joined.flatMap((group) => group.targets), target],
        keys: [...joined.flatMap((group) => group.keys), ...keys],
      },
    ];
  }
  return groups.map((group) => group.targets);
}
