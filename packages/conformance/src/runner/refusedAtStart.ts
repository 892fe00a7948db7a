import type { OpenTarget } from './openTarget.ts';
import { signInVariables, untoldParameter } from './missingVariables.ts';
import { signInRefused } from './signIn.ts';
import { unreachable } from './targetRequest.ts';

/**
 * Why no check can be run at a target: a variable is not set, it does not answer, or it refuses the credentials. Undefined where
 * nothing is in the way. Each principal signs in once here, so that wrong credentials are tried a single time.
 */
export const refusedAtStart = async (
  { parameters, contract, access }: OpenTarget,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> => {
  const { url, embedded } = parameters.target;
  // An embedded mock listens and knows the credentials: where it behaves otherwise, the checks say how.
  if (embedded) return undefined;
  const { timeoutMs } = parameters;
  const { principals, missing } = access.principals(environment);
  if (principals.length === 0) return `not signed in: ${signInVariables(missing)}`;
  const untold = untoldParameter(contract, access, environment);
  if (untold !== undefined) return untold;
  const unanswered = await unreachable(url, timeoutMs);
  if (unanswered !== undefined) return `${url} does not answer: ${unanswered}`;
  for (const principal of principals) {
    const refused = await signInRefused(
      { url, timeoutMs, contract, access },
      principal,
      environment,
    );
    if (refused !== undefined) return `not signed in as ${principal.name}: ${refused}`;
  }
  return undefined;
};
