import type { Opened, Principal } from '@oidc-admin/client';
import type { IncompleteReason } from '../reports/report.ts';
import type { Environment } from './runParameters.ts';
import { openPrincipal, reasonOf, sendOperation, type TargetConnection } from './targetRequest.ts';

function statusOf(error: unknown): number | undefined {
  const status =
    typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

/**
 * The statuses with which the operations that change nothing answer. Where sign-in opens nothing, such as a signature,
 * only they tell whether the credentials are taken.
 */
async function probe(
  connection: TargetConnection,
  opened: Opened,
  environment: Environment,
): Promise<number[]> {
  const { contract, access } = connection;
  const parents = access.parents(environment);
  const path = Object.fromEntries(
    Object.entries(parents).map(([name, [first = '']]) => [name, first]),
  );
  const statuses: number[] = [];
  for (const operation of contract.operations.filter(({ changes }) => !changes)) {
    const example =
      operation.body === undefined ? undefined : Object.values(operation.body.examples)[0];
    const { status } = await sendOperation(connection, opened, operation, {
      path,
      ...(example !== undefined && { body: example }),
    });
    statuses.push(status);
    if (status !== 401 && status !== 403 && status !== 429) break;
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
    const kinds = Object.values(connection.contract.security).map(({ kind }) => kind);
    if (!kinds.includes('signature')) return undefined;
    const statuses = await probe(connection, opened, environment);
    if (!statuses.every((status) => [401, 403, 429].includes(status))) return undefined;
    const limited = statuses.every((status) => status === 429);
    const given = [...new Set(statuses)].join(' and ');
    const text = `the target answers ${given} to requests that are signed with these credentials`;
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
