import type { Opened } from '../run/apis.ts';
import { isMadeByAnyRun } from '../run/runId.ts';
import { sendOperation } from '../run/targetRequest.ts';
import type { TargetConnection } from '../run/targetRequest.ts';
import { operationOf, valueAt } from './savedConfiguration.ts';

/** Something that a run made and did not delete. */
export interface Leftover {
  readonly resource: string;
  readonly key: string;
}

/** Finds what runs have made at a target; every run, unless `isMade` knows the keys of one. */
export const findLeftovers = async (
  connection: TargetConnection,
  opened: Opened,
  isMade: (key: string) => boolean = isMadeByAnyRun,
): Promise<Leftover[]> => {
  const { contract } = connection;
  const found: Leftover[] = [];
  for (const resource of contract.resources) {
    const list = operationOf(contract, resource, 'list');
    const { key } = resource;
    if (list === undefined || key === undefined) continue;
    const { body } = await sendOperation(connection, opened, list, {});
    const elements = valueAt(list, body);
    if (!Array.isArray(elements)) continue;
    const keys = (elements as readonly unknown[])
      .map((element) => (element as Record<string, unknown> | null)?.[key])
      .filter((value): value is string => typeof value === 'string');
    const own = keys.filter(isMade);
    found.push(...[...new Set(own)].map((value) => ({ resource: resource.name, key: value })));
  }
  return found;
};

/** Deletes leftovers. Answers those that the target would not delete, with the status. */
export const removeLeftovers = async (
  connection: TargetConnection,
  opened: Opened,
  leftovers: readonly Leftover[],
): Promise<string[]> => {
  const { contract } = connection;
  const kept: string[] = [];
  for (const { resource: name, key } of leftovers) {
    const resource = contract.resources.find((one) => one.name === name);
    const operation = resource && operationOf(contract, resource, 'delete');
    if (resource?.key === undefined || operation === undefined) continue;
    const { status } = await sendOperation(connection, opened, operation, {
      path: { [resource.key]: key },
    });
    // Gone is gone, whoever did it.
    if (status >= 300 && status !== 404)
      kept.push(`${name} ${key}: ${operation.id} answered ${status}`);
  }
  return kept;
};
