import type { MissingVariable } from '@oidc-admin/client';
import type { Contract } from '@oidc-admin/contract';
import type { Environment } from './runParameters.ts';
import type { RunAccess } from './runTarget.ts';

type Missing = readonly MissingVariable[];

/** Which variables are needed to sign in, and which may be left out at what price. */
export function signInVariables(missing: Missing): string {
  const optional = Map.groupBy(
    missing.filter((one) => one.optional === true),
    ({ leavesOut }) => leavesOut,
  );
  const names = (some: Missing): string => some.map(({ variable }) => variable).join(', ');
  return [
    `set ${names(missing.filter((one) => one.optional !== true))}`,
    ...[...optional].map(([leavesOut, some]) => `optional, for ${leavesOut}: ${names(some)}`),
  ].join('; ');
}

/** Why no request can be made at all: paths name something that no variable holds. Undefined if every variable is set. */
export function missingParameter(
  { resources }: Contract,
  access: RunAccess,
  environment: Environment,
): string | undefined {
  const known = access.parents(environment);
  const { missing } = access.principals(environment);
  for (const { parent, parentResource } of resources) {
    if (parent === undefined || parentResource !== undefined || (known[parent] ?? []).length > 0)
      continue;
    const ownSecrets = missing.find(({ parameter }) => parameter?.name === parent);
    if (ownSecrets?.parameter === undefined) return `not run for want of a value for ${parent}`;
    const { variable, parameter } = ownSecrets;
    return `not run for want of ${variable} (set ${variable}: ${parameter.value})`;
  }
  return undefined;
}
