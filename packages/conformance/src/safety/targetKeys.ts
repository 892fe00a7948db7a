import type { OpenTarget } from '../runner/openTarget.ts';

/** The URL of a target, the same for every spelling of it that its API takes for the same. */
export const targetKey = ({
  parameters,
  contract,
}: Pick<OpenTarget, 'parameters' | 'contract'>): string => {
  const { origin, pathname } = new URL(parameters.target.url);
  const path = pathname.replace(/\/+$/, '');
  return origin.toLowerCase() + (contract.paths.ignoreCase ? path.toLowerCase() : path);
};

/** An address, or a name without a dot, such as `localhost`. */
const isLocal = (hostname: string): boolean =>
  !hostname.includes('.') || hostname.startsWith('[') || /^[\d.]+$/.test(hostname);

/**
 * What runs exclude each other by: the target's URL, and each parent that the checks work under, since a service may be
 * reached by several names. Servers at local addresses may use the same ids for different things.
 */
export const targetKeys = (target: OpenTarget, environment: NodeJS.ProcessEnv): string[] => {
  const { api, target: given } = target.parameters;
  const { hostname } = new URL(given.url);
  const parents = isLocal(hostname) ? [] : Object.entries(target.access.parents(environment));
  return [
    targetKey(target),
    ...new Set(
      parents.flatMap(([name, ids]) => ids.map((id) => `${api} ${name} ${id.toLowerCase()}`)),
    ),
  ];
};
