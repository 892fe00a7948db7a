import type { MissingVariable } from '@oidc-admin/client';
import type { Contract } from '@oidc-admin/contract';
import { canBeLearned } from '../checks/learnParents.ts';
import { parentsNeeded } from '../checks/parentsNeeded.ts';
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

/** Why no request can be made at all: each path names something that no variable holds. Undefined if some operation needs none. */
export function missingParameter(
  contract: Contract,
  access: RunAccess,
  environment: Environment,
  /** Whether something may be made, whose answer may tell what no variable does. */
  mayMake: boolean,
): string | undefined {
  const known = access.parents(environment);
  const isMissing = (name: string): boolean =>
    (known[name] ?? []).length === 0 && !(mayMake && canBeLearned(contract, name));
  const unset = contract.operations.map((operation) =>
    parentsNeeded(contract, { operation }).find(isMissing),
  );
  const [parent] = unset;
  if (parent === undefined || unset.includes(undefined)) return undefined;
  const { missing } = access.principals(environment);
  const ownSecrets = missing.find(({ parameter }) => parameter?.name === parent);
  if (ownSecrets?.parameter === undefined) return `not run for want of a value for ${parent}`;
  const { variable, parameter } = ownSecrets;
  return `not run for want of ${variable} (set ${variable}: ${parameter.value})`;
}
