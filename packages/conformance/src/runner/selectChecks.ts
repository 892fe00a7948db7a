import { createHash } from 'node:crypto';
import type { Contract } from '@oidc-admin/contract';
import type { Check } from '../checks/check.ts';
import { checksOf } from '../checks/checksOf.ts';
import type { Shard } from './runParameters.ts';
import type { RunOptions } from './runTarget.ts';
import { nearestOf, WrongOption } from './wrongOption.ts';

/** The checks that a run does, and the ids of those that `quick` leaves out. */
export interface SelectedChecks {
  readonly checks: readonly Check[];
  readonly leftOut: readonly string[];
}

/** The operations and resources of an API. */
export function ownersOf({ operations, resources }: Contract): readonly string[] {
  return [...operations.map(({ id }) => id), ...resources.map(({ name }) => name)];
}

/** Whether a check belongs to a part: by its id alone, so that a new check moves no other one. */
export function isInShard(id: string, { index, count }: Shard): boolean {
  return createHash('sha256').update(id).digest().readUInt32BE() % count === index - 1;
}

/** Throws a `WrongOption` for an operation or resource that is not known. */
export function checkOwners(only: readonly string[], known: readonly string[]): void {
  const unknown = only.find((owner) => !known.includes(owner));
  if (unknown === undefined) return;
  const [nearest = ''] = nearestOf(unknown, known, 1);
  throw new WrongOption(
    'only',
    `${unknown}: no operation or resource; nearest: ${nearest}; there are ${known.join(', ')}`,
  );
}

/**
 * Throws a `WrongOption` for a check that is not known. It names those with a similar id: variants of the clause that was
 * meant, else by spelling.
 */
export function checkReplay(replay: string, ids: readonly string[]): void {
  if (ids.includes(replay)) return;
  const variants = ids.filter((id) => id.startsWith(`${replay}/`));
  const close = variants.length > 0 ? variants.slice(0, 5) : nearestOf(replay, ids);
  throw new WrongOption('replay', `${replay}: no check ${replay}; close: ${close.join(', ')}`);
}

/** Picks the checks that the options ask for, in the order in which they run. Throws `WrongOption`. */
export function selectChecks(
  contract: Contract,
  { only = [], replay, quick = false, shard }: RunOptions,
): SelectedChecks {
  const all = checksOf(contract);
  checkOwners(only, ownersOf(contract));
  if (replay !== undefined)
    checkReplay(
      replay,
      all.map(({ id }) => id),
    );
  const wanted = all.filter(
    ({ id, operation, resource }) =>
      (replay === undefined || id === replay) &&
      (only.length === 0 || only.includes(operation ?? resource ?? '')),
  );
  // What waits or repeats on purpose is not quick, whatever it verifies.
  const isKept = (check: Check): boolean =>
    !quick || (check.quick === true && check.waits !== true);
  const inShard = ({ id }: Check): boolean => shard === undefined || isInShard(id, shard);
  return {
    checks: wanted.filter((check) => isKept(check) && inShard(check)),
    leftOut: wanted.filter((check) => !isKept(check) && inShard(check)).map(({ id }) => id),
  };
}
