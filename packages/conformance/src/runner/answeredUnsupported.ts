import { makerOf, type Operation } from '@oidc-admin/contract';
import { CheckContext } from '../checks/checkContext.ts';
import { isSigningIn } from '../checks/contractViews.ts';
import { firstReads } from '../checks/firstReads.ts';
import { NotRun } from '../checks/notRun.ts';
import { rightRequest } from '../checks/requests.ts';
import { createRunContext, type RunContext } from '../checks/runContext.ts';
import type { TestersAccess } from '../checks/sessions.ts';
import type { PreparedRun } from './prepareRun.ts';

/** Whether an operation may be tried: what it would leave behind must not stay. */
function mayTry({ whole, parameters }: PreparedRun, operation: Operation): boolean {
  const { level, unsupported = [] } = parameters;
  // Signing in is how every request is sent: that it works, or does not, is known already.
  if (isSigningIn(operation)) return false;
  if (!operation.changes) return true;
  if (level === 'default') return false;
  const { action } = operation;
  const resource = whole.resources.find(
    (one) => 'resource' in action && one.name === action.resource,
  );
  if (level === 'disposable') return true;
  const has = (id: string | undefined): boolean =>
    id !== undefined && unsupported.every((entry) => entry.operation !== id);
  const maker = resource && makerOf(resource);
  // Below that, only what the run makes itself and deletes again: nobody puts back what such an operation writes elsewhere.
  if (!has(resource?.operations.delete)) return false;
  return operation.id === maker || (['replace', 'merge'].includes(action.does) && has(maker));
}

async function answersRightly(run: RunContext, operation: Operation): Promise<boolean> {
  const context = new CheckContext(run);
  try {
    await firstReads(context);
    const before = context.mismatches.length;
    const right = await rightRequest(context, operation, { properties: 'full' });
    const { accepted } = await context.send(right);
    const isRight = context.mismatches.slice(before).every(({ binding }) => binding !== 'MUST');
    return accepted && isRight;
  } catch (error) {
    if (error instanceof NotRun) return false;
    throw error;
  }
}

/** Those operations that are said to be unsupported and yet answer one right request as they should. */
export async function answeredUnsupported(
  prepared: PreparedRun,
  noteMade: RunContext['noteMade'],
): Promise<readonly string[]> {
  const { parameters, whole, access, environment } = prepared;
  const { unsupported = [] } = parameters;
  const wanted = whole.operations.filter(
    (one) => unsupported.some(({ operation }) => operation === one.id) && mayTry(prepared, one),
  );
  if (wanted.length === 0) return [];
  const run = createRunContext(
    parameters,
    whole,
    access as TestersAccess,
    environment,
    noteMade,
    prepared.network,
  );
  const answered: string[] = [];
  try {
    for (const operation of wanted)
      if (await answersRightly(run, operation)) answered.push(operation.id);
  } finally {
    await run.pool.cleanUp(new CheckContext(run)).catch(() => undefined);
    await run.sessions.closeAll();
    run.wire.close();
  }
  return answered;
}
