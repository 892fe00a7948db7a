import type { IncompleteReason } from '../reports/report.ts';
import { missingParameter, signInVariables } from './missingVariables.ts';
import type { PreparedRun } from './prepareRun.ts';
import { signInRefused } from './signIn.ts';
import { silenceOf } from './targetRequest.ts';

/**
 * Why no check can be run at a target: a variable is not set, it does not answer, or it refuses the credentials. Undefined where
 * nothing is in the way. Each principal signs in once here, so that wrong credentials are tried a single time.
 */
export async function refusedAtStart({
  parameters,
  contract,
  access,
  environment,
  network,
}: PreparedRun): Promise<IncompleteReason | undefined> {
  const { url, embedded } = parameters.target;
  // An embedded mock listens and knows the credentials: where it behaves otherwise, the checks say how.
  if (embedded) return undefined;
  const { timeoutMs } = parameters;
  const { principals, missing } = access.principals(environment);
  if (principals.length === 0)
    return { code: 'noCredentials', text: `not signed in: ${signInVariables(missing)}` };
  const parameter = missingParameter(contract, access, environment, parameters.level !== 'default');
  if (parameter !== undefined) return { code: 'missingParameter', text: parameter };
  const silence = await silenceOf({ url, timeoutMs, network });
  if (silence !== undefined)
    return { code: 'unreachable', text: `${url} does not answer: ${silence}` };
  for (const principal of principals) {
    const refused = await signInRefused(
      { url, timeoutMs, contract, access, network },
      principal,
      environment,
    );
    if (refused !== undefined)
      return { ...refused, text: `not signed in as ${principal.name}: ${refused.text}` };
  }
  return undefined;
}
