import type { Opened, Principal } from '@oidc-admin/client';
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

/**
 * Signs a principal in once, before any check does, so that wrong credentials are tried a single time. Answers why the
 * target takes them not; undefined where it does, or where it takes them and answers in a way that the checks must judge.
 */
export async function signInRefused(
  connection: TargetConnection,
  principal: Principal,
  environment: Environment,
): Promise<string | undefined> {
  let opened: Opened;
  try {
    opened = await openPrincipal(connection, principal);
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && status >= 200 && status < 300) return undefined;
    return reasonOf(error);
  }
  try {
    const kinds = Object.values(connection.contract.security).map(({ kind }) => kind);
    if (!kinds.includes('signature')) return undefined;
    const statuses = await probe(connection, opened, environment);
    if (statuses.every((status) => status === 429))
      return 'the target answers 429, too many requests';
    return statuses.every((status) => status === 401 || status === 403)
      ? `the target answers ${[...new Set(statuses)].join(' and ')} to requests that are signed with these credentials`
      : undefined;
  } catch (error) {
    return reasonOf(error);
  } finally {
    await opened.close().catch(() => undefined);
  }
}
