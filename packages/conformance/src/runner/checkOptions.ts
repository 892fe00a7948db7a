import { faultyMock } from './apis.ts';
import type { OpenTarget } from './openTarget.ts';
import type { RunOptions } from './options.ts';
import { UsageError } from './usageError.ts';

/** Refuses a fault that no embedded mock of the run has. */
export const checkFaults = async ({ faults, targets }: RunOptions): Promise<void> => {
  if (faults.length === 0) return;
  const embedded = targets.filter(({ url }) => url === undefined);
  const lists = await Promise.all(
    embedded.map(async ({ api }) => (await faultyMock(api)).faults.list()),
  );
  const known = new Set(lists.flat().map(({ name }) => name));
  const unknown = faults.find((fault) => !known.has(fault));
  if (unknown !== undefined)
    throw new UsageError(`--fault ${unknown}: no embedded mock has it; --list-faults prints all`);
};

/** Refuses a owner that no API of the run has. */
export const checkOwners = ({ owners }: RunOptions, targets: readonly OpenTarget[]): void => {
  const known = targets.flatMap(({ contract: { operations, resources } }) => [
    ...operations.map(({ id }) => id),
    ...resources.map(({ name }) => name),
  ]);
  const unknown = owners.find((owner) => !known.includes(owner));
  if (unknown !== undefined)
    throw new UsageError(`--only ${unknown}: there are ${[...new Set(known)].join(', ')}`);
};
