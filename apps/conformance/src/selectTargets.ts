import { UsageError } from '@oidc-admin/client/terminal';
import {
  checkOwners,
  checkReplay,
  ownersOf,
  selectChecks,
  WrongOption,
} from '@oidc-admin/conformance';
import { contractNamed } from './apiEntry.ts';
import type { RunArguments } from './conformanceCommand.ts';

/**
 * Leaves out the targets whose API has none of the wanted operations, resources or checks. Throws a `UsageError` for
 * what no API of the run has.
 */
export async function selectTargets(options: RunArguments): Promise<RunArguments> {
  const { targets, only, replay } = options;
  if (only.length === 0 && replay === undefined) return options;
  const apis = await Promise.all(
    [...new Set(targets.map(({ api }) => api))].map(async (api) => {
      const contract = await contractNamed(api);
      const ids = selectChecks(contract, {}).checks.map(({ id }) => id);
      return { api, ids, owners: ownersOf(contract) };
    }),
  );
  try {
    if (replay === undefined)
      checkOwners(
        only,
        apis.flatMap(({ owners }) => owners),
      );
    else
      checkReplay(
        replay,
        apis.flatMap(({ ids }) => ids),
      );
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    throw new UsageError(`--${error.option} ${error.message}`, { cause: error });
  }
  const having = apis.filter(({ ids, owners }) =>
    replay === undefined ? owners.some((owner) => only.includes(owner)) : ids.includes(replay),
  );
  return {
    ...options,
    targets: targets.filter((target) => having.some(({ api }) => api === target.api)),
    // A replayed check has its owner.
    only: replay === undefined ? only : [],
  };
}
