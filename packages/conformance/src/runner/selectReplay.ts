import { distance } from 'fastest-levenshtein';
import { plannedChecks } from './plannedChecks.ts';
import { contractOf } from './apis.ts';
import type { RunOptions } from './options.ts';
import { UsageError } from './usageError.ts';

const mostShown = 5;

/** Ids for one that is not there: the variants of a clause's checks, else those that are spelled most alike. */
const close = (id: string, known: readonly string[]): readonly string[] => {
  const variants = known.filter((one) => one.startsWith(`${id}/`));
  if (variants.length > 0) return variants.slice(0, mostShown);
  return known
    .map((one) => ({ one, waits: distance(id, one) }))
    .toSorted((a, b) => a.waits - b.waits)
    .slice(0, mostShown)
    .map(({ one }) => one);
};

/**
 * What a run does that replays one check: only the targets whose API has it, and only the operation or resource that it
 * belongs to. Throws a UsageError where no API has it.
 */
export const selectReplay = async (options: RunOptions): Promise<RunOptions> => {
  const { replay } = options;
  if (replay === undefined || options.merge !== undefined) return options;
  const names = [...new Set(options.targets.map(({ api }) => api))];
  const known = await Promise.all(
    names.map(async (api) => ({ api, checks: plannedChecks(await contractOf(api)) })),
  );
  const found = known.flatMap(({ api, checks }) =>
    checks.filter(({ id }) => id === replay).map((check) => ({ api, check })),
  )[0];
  if (found === undefined) {
    const ids = known.flatMap(({ checks }) => checks.map(({ id }) => id));
    throw new UsageError(
      `--replay ${replay}: no check ${replay}; close: ${close(replay, ids).join(', ')}`,
    );
  }
  const { operation, resource } = found.check;
  const owner = operation ?? resource;
  return {
    ...options,
    targets: options.targets.filter(({ api }) => api === found.api),
    ...(owner !== undefined && { owners: [owner] }),
  };
};
