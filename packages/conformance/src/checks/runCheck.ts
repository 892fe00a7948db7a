import { parentNames, parentsAbove, type Resource } from '@oidc-admin/contract';
import type { CheckResult } from '../reports/checkResult.ts';
import { levels, levelTexts } from '../runner/runParameters.ts';
import { LimitReached, RateLimited } from '../wire/wire.ts';
import type { Check } from './check.ts';
import { CheckContext } from './checkContext.ts';
import { mayCall } from './compose.ts';
import { resourceOn } from './contractViews.ts';
import { firstReads } from './firstReads.ts';
import { canBeLearned, learnParents } from './learnParents.ts';
import { NotRun, tooFewValues } from './notRun.ts';
import { parentsNeeded } from './parentsNeeded.ts';
import { isReading } from './poolRun.ts';
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
    const parents = prerequisites(run, one);
    await firstReads(context);
    await knowParents(run, one, parents);
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

/** Throws where the level, the credentials or the target do not allow a check. Answers which parents it needs that nobody makes. */
function prerequisites(run: RunContext, one: Check): readonly string[] {
  const { parameters, principals, missing } = run;
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
  const operation = one.operation === undefined ? undefined : run.operation(one.operation);
  const resource = one.resource === undefined ? undefined : run.resource(one.resource);
  const needed = parentsNeeded(run.contract, { operation, resource });
  const isLearned = (name: string): boolean => !isReading(run) && canBeLearned(run.contract, name);
  const unknown = needed.find((name) => !isKnown(run, name) && !isLearned(name));
  if (unknown !== undefined) throw tooFewValues(run, unknown, 1, 0);
  if (
    operation?.security === undefined ||
    principals.some((principal) => mayCall(operation, principal))
  )
    return needed;
  const variable = missing[0]?.variable;
  throw new NotRun('principal', `no principal that may call ${operation.id} is known`, variable);
}

/** Learns the parents that a check needs and no variable names. Throws where there are too few. */
async function knowParents(run: RunContext, one: Check, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (!isKnown(run, name)) await learnParents(new CheckContext(run), name);
    if (!isKnown(run, name)) throw tooFewValues(run, name, 1, 0);
  }
  const operation = one.operation === undefined ? undefined : run.operation(one.operation);
  const about =
    one.resource === undefined
      ? operation && resourceOn(run.contract, operation)
      : run.resource(one.resource);
  const { parents: needed = 1 } = one;
  if (about !== undefined && about.parentResource === undefined && needed > 1)
    run.pool.parentOf(about, needed - 1);
}

function isKnown({ parents }: RunContext, name: string): boolean {
  return (parents[name] ?? []).length > 0;
}
