import { parentNames, parentsAbove, type Resource } from '@oidc-admin/contract';
import type { CheckResult } from '../reports/checkResult.ts';
import { levels, levelTexts } from '../runner/runParameters.ts';
import { LimitReached, RateLimited } from '../wire/wire.ts';
import type { Check } from './check.ts';
import { CheckContext } from './checkContext.ts';
import { mayCall } from './compose.ts';
import { firstReads } from './firstReads.ts';
import { NotRun, tooFewValues } from './notRun.ts';
import type { RunContext } from './runContext.ts';

/**
 * Does one check, and says what came of it. Never throws for what a server does. Several may be started at once: those that
 * disturb each other wait.
 */
export async function runCheck(run: RunContext, one: Check): Promise<CheckResult> {
  const { gate, pool } = run;
  if (one.sideBySide !== true) return gate.alone(() => runNow(run, one));
  // Whatever keeps the run from looking again, too many requests for one, stops the check as well.
  if (pool.isInDoubt) await gate.alone(() => pool.heal(new CheckContext(run))).catch(asNotRun);
  return gate.shared(() => runNow(run, one));
}

async function runNow(run: RunContext, one: Check): Promise<CheckResult> {
  const { pool } = run;
  const began = performance.now();
  const context = new CheckContext(run, one.sideBySide);
  const result = (status: CheckResult['status'], more: Partial<CheckResult> = {}): CheckResult => ({
    id: one.id,
    api: run.contract.api,
    ...(one.operation === undefined ? {} : { operation: one.operation }),
    ...(one.resource === undefined ? {} : { resource: one.resource }),
    clauses: one.clauses,
    status,
    // Copies: a session that ends later still adds its log-off to the context.
    mismatches: [...context.mismatches],
    exchanges: [...context.exchanges],
    milliseconds: performance.now() - began,
    ...more,
  });
  const finished = (): CheckResult => {
    const failed = context.mismatches.some(({ binding }) => binding === 'MUST');
    return result(failed ? 'failed' : context.mismatches.length > 0 ? 'warned' : 'passed');
  };
  try {
    prerequisites(run, one);
    await firstReads(context);
    await pool.parents.prepare(new CheckContext(run), parentsFor(run, one));
    await one.run(context);
    if (context.exchanges.length === 0 && context.mismatches.length === 0)
      throw new NotRun('preparation', 'there was nothing that it could send');
    return finished();
  } catch (error) {
    const stopped = asNotRun(error);
    // What was seen on the way counts, even where the check itself could not be done.
    if (context.mismatches.some(({ binding }) => binding === 'MUST')) return finished();
    const { code, message, missing, because } = stopped;
    return result('notRun', {
      code,
      reason: message,
      ...(missing === undefined ? {} : { missing }),
      ...(because.length === 0 ? {} : { because: [...new Set(because)] }),
    });
  }
}

/** The resources of which something has to be there, because what a check is about stands below it. */
function parentsFor({ contract }: RunContext, one: Check): readonly Resource[] {
  const operation = contract.operations.find(({ id }) => id === one.operation);
  const resource = contract.resources.find(({ name }) => name === one.resource);
  const named = operation === undefined ? [] : parentsAbove(operation, contract);
  const found = new Set(named.map((above) => above.resource));
  for (let above = resource?.parentResource; above !== undefined;) {
    const parent = contract.resources.find(({ name }) => name === above);
    if (parent !== undefined) found.add(parent);
    above = parent?.parentResource;
  }
  // What others stand below comes first.
  return [...found].toSorted((a, b) => parentNames(a).length - parentNames(b).length);
}

/** Why a check was stopped; throws again what is a mistake of the check itself. */
function asNotRun(error: unknown): NotRun {
  if (error instanceof NotRun) return error;
  if (error instanceof LimitReached) return new NotRun('limit', error.message);
  if (error instanceof RateLimited) return new NotRun('rateLimited', error.message);
  throw error;
}

/** Throws where the level, the credentials or the target do not allow a check. */
function prerequisites(run: RunContext, one: Check): void {
  const { parameters, principals, missing, parents } = run;
  if (levels.indexOf(one.needs) > levels.indexOf(parameters.level))
    throw new NotRun('level', `needs the level ${levelTexts[one.needs]}`);
  for (const role of one.principals) {
    const known = principals.some((principal) => role === 'default' || principal.role === role);
    if (known) continue;
    const first = missing.find((variable) => variable.role === role) ?? missing[0];
    throw new NotRun(
      'principal',
      `no principal with the role ${role} is known: ${first?.variable ?? 'a credential'} is not set`,
      first?.variable,
    );
  }
  for (const [name, known] of Object.entries(parents))
    if (known.length < (one.parents ?? 1))
      throw tooFewValues(run, name, one.parents ?? 1, known.length);
  const operation = one.operation === undefined ? undefined : run.operation(one.operation);
  if (
    operation?.security === undefined ||
    principals.some((principal) => mayCall(operation, principal))
  )
    return;
  const variable = missing[0]?.variable;
  throw new NotRun('principal', `no principal that may call ${operation.id} is known`, variable);
}
