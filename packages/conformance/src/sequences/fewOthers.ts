import type { Operation } from '@oidc-admin/contract';
import type { ResourceClause } from '../checks/kindChecks.ts';

type About = Pick<ResourceClause, 'contract' | 'resource'>;

/** With how many resources each of the others is tried; of an API with no more resources, each with all. */
const most = 6;

/**
 * The others that are tried with a resource. All pairs would grow by the square of the resources; so each resource has its
 * share, one after another in the order of the document, and each of the others is in several shares.
 */
export function fewOthers<T>(others: readonly T[], { contract, resource }: About): readonly T[] {
  const { resources } = contract;
  if (resources.length <= most) return others;
  const share = Math.ceil((others.length / resources.length) * most);
  const index = resources.findIndex(({ name }) => name === resource.name);
  const start = Math.floor((index * others.length) / resources.length);
  return [...others.slice(start), ...others.slice(0, start)].slice(0, share);
}

/** The operations on a resource, and those of the others that are tried with it. */
export function ownAndFewOthers(
  operations: readonly Operation[],
  about: About,
): readonly Operation[] {
  const isOwn = ({ action }: Operation): boolean =>
    'resource' in action && action.resource === about.resource.name;
  const others = fewOthers(
    operations.filter((operation) => !isOwn(operation)),
    about,
  );
  const chosen = new Set(others);
  return operations.filter((operation) => isOwn(operation) || chosen.has(operation));
}
