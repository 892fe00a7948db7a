import type { Opened } from '@oidc-admin/client';
import { isObject, PageWalk, whyEarly, type Operation, type Resource } from '@oidc-admin/contract';
import { pathFor, pathUnder, refAt } from '../checks/resourceRef.ts';
import { isMadeByAnyRun } from '../runner/runId.ts';
import type { Environment } from '../runner/runParameters.ts';
import { sendOperation, type TargetConnection } from '../runner/targetRequest.ts';
import { forAll } from './forAll.ts';
import type { Journal } from './journal.ts';
import { operationOf, parentsOf, responseValue } from './savedConfiguration.ts';

/** Something that a run made and did not delete. */
export interface Leftover {
  readonly resource: string;
  /** Empty where the resource has none. */
  readonly parent: string;
  readonly key: string;
  /** What names the run: the key or, where the server makes that, another text. */
  readonly label: string;
}

/** Finds what runs have made at a target; every run, unless `isMade` knows the keys of one. */
export async function findLeftovers(
  connection: TargetConnection,
  opened: Opened,
  environment: Environment,
  isMade: (key: string) => boolean = isMadeByAnyRun,
): Promise<Leftover[]> {
  const { contract } = connection;
  const found: Leftover[] = [];
  for (const resource of contract.resources) {
    const list = operationOf(contract, resource, 'list');
    const { key } = resource;
    if (list === undefined || key === undefined) continue;
    for (const parent of parentsOf(connection, environment, resource))
      found.push(...(await listLeftovers(connection, opened, { list, resource, parent }, isMade)));
  }
  return found;
}

interface ListedPlace {
  readonly list: Operation;
  readonly resource: Resource;
  readonly parent: string;
}

async function listLeftovers(
  connection: TargetConnection,
  opened: Opened,
  { list, resource, parent }: ListedPlace,
  isMade: (key: string) => boolean,
): Promise<readonly Leftover[]> {
  const { name, key = '', label: labelName = key } = resource;
  const path = pathUnder(list, resource, parent);
  const own = new Map<string, string>();
  const walk = new PageWalk(list.paging);
  while (walk.query !== undefined) {
    const request = { path, query: walk.query };
    const response = await sendOperation(connection, opened, list, request);
    const { status, body, linkHeader } = response;
    if (walk.isBehindLast(status)) break;
    const answered = responseValue(list, body);
    // Nothing instead of an empty list: a check names it, and nothing is left.
    const elements: unknown = answered === null && status < 300 ? [] : answered;
    if (!Array.isArray(elements)) throw new Error(`${list.id} answered ${status}, and no list`);
    const names: string[] = [];
    for (const element of elements as readonly unknown[]) {
      const { [key]: value, [labelName]: label } = isObject(element) ? element : {};
      names.push(JSON.stringify(value) ?? '');
      const isKey = typeof value === 'string' || typeof value === 'number';
      if (isKey && typeof label === 'string' && isMade(label)) own.set(String(value), label);
    }
    // Only the query of a link is asked, at the target itself.
    walk.add({ body, names, linkHeader });
  }
  const early = whyEarly(list, walk.early);
  if (early !== undefined) throw new Error(early);
  return [...own].map(([value, label]) => ({ resource: name, parent, key: value, label }));
}

/** Whether a leftover stood there before a run, which only wrote it: what a journal puts back is never deleted. */
export function isPutBack(
  { resource, key }: Leftover,
  { configurations }: Pick<Journal, 'configurations'>,
): boolean {
  return configurations.some((one) => one.resource === resource && one.key === key);
}

/** Deletes leftovers. Answers those that the target would not delete, and why. */
export function removeLeftovers(
  connection: TargetConnection,
  opened: Opened,
  leftovers: readonly Leftover[],
): Promise<string[]> {
  return forAll(
    leftovers,
    ({ resource, key }) => `${resource} ${key}`,
    async ({ resource: name, parent, key }) => {
      const { contract } = connection;
      const resource = contract.resources.find((one) => one.name === name);
      const operation = resource && operationOf(contract, resource, 'delete');
      if (resource?.key === undefined || operation === undefined) return [];
      const path = pathFor(operation, refAt(resource, parent, key));
      const { status } = await sendOperation(connection, opened, operation, { path });
      // Something else may have deleted it; it is gone in any case.
      if (status >= 300 && status !== 404) throw new Error(`${operation.id} answered ${status}`);
      return [];
    },
  );
}
