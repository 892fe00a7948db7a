import { UsageError } from '@oidc-admin/client/terminal';
import {
  checkOnly,
  checkReplay,
  selectChecks,
  selectsAny,
  WrongOption,
} from '@oidc-admin/conformance';
import { contractNamed } from './apiEntry.ts';
import type { RunArguments } from './conformanceCommand.ts';

/**
 * Leaves out the targets whose API has none of the wanted operations, resources, clauses or checks. Throws a `UsageError` for
 * what no API of the run has.
 */
export async function selectTargets(options: RunArguments): Promise<RunArguments> {
  const { targets, only, replay } = options;
  if (only.length === 0 && replay === undefined) return options;
  const apis = await Promise.all(
    [...new Set(targets.map(({ api }) => api))].map(async (api) => {
      const contract = await contractNamed(api);
      return { api, contract, ids: selectChecks(contract, {}).checks.map(({ id }) => id) };
    }),
  );
  try {
    if (replay === undefined)
      checkOnly(
        only,
        apis.map(({ contract }) => contract),
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
  const having = apis.filter(({ ids, contract }) =>
    replay === undefined
      ? only.some((pattern) => selectsAny(contract, pattern))
      : ids.includes(replay),
  );
  return {
    ...options,
    targets: targets.filter((target) => having.some(({ api }) => api === target.api)),
    // A replayed check has its owner.
    only: replay === undefined ? only : [],
  };
}
