import type { Opened, Principal } from '@oidc-admin/client';
import type { Operation } from '@oidc-admin/contract';
import { mayCall } from '../checks/compose.ts';
import type { IncompleteReason } from '../reports/report.ts';
import type { Environment } from './runParameters.ts';
import { openPrincipal, reasonOf, sendOperation, type TargetConnection } from './targetRequest.ts';

function statusOf(error: unknown): number | undefined {
  const status =
    typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Whether a status says that nothing was done for want of credentials, or of time. Who may not call something is told so by 403. */
function isRefusal(status: number, operation: Operation, principal: Principal): boolean {
  return status === 401 || status === 429 || (status === 403 && mayCall(operation, principal));
}

/**
 * The statuses with which all operations that change nothing refuse; none where one of them does not. Where sign-in opens
 * nothing, such as a signature or a session that was opened elsewhere, only they tell whether the credentials are taken.
 */
async function refusals(
  connection: TargetConnection,
  opened: Opened,
  principal: Principal,
  environment: Environment,
): Promise<readonly number[]> {
  const { contract, access } = connection;
  const parents = access.parents(environment);
  const path = Object.fromEntries(
    Object.entries(parents).map(([name, [first = '']]) => [name, first]),
  );
  const harmless = contract.operations.filter(
    ({ changes, security, path: template }) =>
      !changes &&
      security !== undefined &&
      [...template.matchAll(/\{([^{}]+)\}/g)].every(([, name = '']) => path[name]),
  );
  const statuses: number[] = [];
  for (const operation of harmless) {
    const example =
      operation.body === undefined ? undefined : Object.values(operation.body.examples)[0];
    const { status } = await sendOperation(connection, opened, operation, {
      path,
      ...(example !== undefined && { body: example }),
    });
    if (!isRefusal(status, operation, principal)) return [];
    statuses.push(status);
  }
  return statuses;
}

/** Why a principal is not signed in: refused, too many requests, no response, or something else. */
function refusal(text: string, status?: number): IncompleteReason {
  if (status === 401 || status === 403) return { code: 'notSignedIn', text };
  if (status === 429) return { code: 'rateLimited', text };
  return { code: 'signInFailed', text };
}

function refusalOf(error: unknown): IncompleteReason {
  const text = reasonOf(error);
  const late = error instanceof Error && error.name === 'TimeoutError';
  return late ? { code: 'unreachable', text } : refusal(text, statusOf(error));
}

/**
 * Signs a principal in once, before any check does, so that wrong credentials are tried a single time. Answers why the
 * target takes them not; undefined where it does, or where it takes them and answers in a way that the checks must judge.
 */
export async function signInRefused(
  connection: TargetConnection,
  principal: Principal,
  environment: Environment,
): Promise<IncompleteReason | undefined> {
  let opened: Opened;
  try {
    opened = await openPrincipal(connection, principal);
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && status >= 200 && status < 300) return undefined;
    return refusalOf(error);
  }
  try {
    const schemes = Object.values(connection.contract.security);
    const signs = schemes.some(({ kind }) => kind !== 'session');
    if (!signs && principal.borrowed !== true) return undefined;
    const statuses = await refusals(connection, opened, principal, environment);
    if (statuses.length === 0) return undefined;
    const limited = statuses.every((status) => status === 429);
    const given = [...new Set(statuses)].join(' and ');
    const text = `the target answers ${given} to requests with these credentials`;
    return limited
      ? refusal('the target answers 429, too many requests', 429)
      : refusal(
          text,
          statuses.find((status) => status !== 429),
        );
  } catch (error) {
    return refusalOf(error);
  } finally {
    await opened.close().catch(() => undefined);
  }
}
