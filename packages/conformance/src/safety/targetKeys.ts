import { createHash } from 'node:crypto';
import type { PreparedRun } from '../runner/prepareRun.ts';
import type { RunParameters } from '../runner/runParameters.ts';

/** What of a run says which target it has. */
interface KeySource extends Pick<PreparedRun, 'contract'> {
  readonly parameters: Pick<RunParameters, 'api'> & { readonly target: { readonly url: string } };
}

/** The URL of a target, the same for every spelling of it that its API takes for the same. */
export function targetKey({ parameters, contract }: KeySource): string {
  const { origin, pathname } = new URL(parameters.target.url);
  const path = pathname.replace(/\/+$/, '');
  return origin.toLowerCase() + (contract.paths.ignoreCase ? path.toLowerCase() : path);
}

/** An address, or a name without a dot, such as `localhost`. */
function isLocal(hostname: string): boolean {
  return !hostname.includes('.') || hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
}

/**
 * What runs exclude each other by: the target's URL, and each parent that the checks work under, since a service may be
 * reached by several names. Servers at local addresses may use the same ids for different things.
 */
export function targetKeys(
  target: KeySource & Pick<PreparedRun, 'access' | 'environment'>,
): string[] {
  const { api, target: given } = target.parameters;
  const { hostname } = new URL(given.url);
  const parents = isLocal(hostname)
    ? []
    : Object.entries(target.access.parents(target.environment));
  return [
    targetKey(target),
    ...new Set(
      parents.flatMap(([name, ids]) => ids.map((id) => `${api} ${name} ${id.toLowerCase()}`)),
    ),
  ];
}

/** The name of a target's own files, by one of its keys, which is not readable from it. */
export function targetFileName(key: string): string {
  return `oidc-admin-conformance-${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
}
