import type { Contract } from '@oidc-admin/contract';
import type { Check } from '../checks/check.ts';
import type { CheckResult } from '../reports/checkResult.ts';
import { isAtLevel } from '../reports/clauseReports.ts';
import type { IncompleteReason } from '../reports/report.ts';
import { inOrder, type Performed } from './inOrder.ts';
import { openRun, type OpenRun } from './openRun.ts';
import { prepareRun, type PreparedRun } from './prepareRun.ts';
import { createRepeats } from './repeatFailed.ts';
import type { PlannedEvent, RunEvent } from './runEvent.ts';
import { levels, levelTexts, type Level } from './runParameters.ts';
import type { RunOptions, RunTarget } from './runTarget.ts';

type Untimed<T> = T extends unknown ? Omit<T, 'at' | 'target'> : never;

/** After so many checks in a row without any response a target is taken for dead. */
const mostSilent = 5;

function isUnanswered({ exchanges }: CheckResult): boolean {
  return exchanges.length > 0 && exchanges.every(({ response }) => response === undefined);
}

const stoppedEarly: IncompleteReason = { code: 'stopped', text: 'stopped before its end' };

async function perform(
  open: OpenRun,
  check: Check,
  stopped: Promise<Performed>,
  failed?: CheckResult,
) {
  const done = open.check(check, failed).then(
    (result): Performed => ({ result }),
    (error: unknown): Performed => ({
      id: check.id,
      broken: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown error',
    }),
  );
  return Promise.race([done, stopped]);
}

/** So many checks in a row are answered with 429 before the rest is left out. */
const mostLimited = 5;

type Made = Untimed<RunEvent>;

function incomplete(code: IncompleteReason['code'], text: string): Made {
  return { event: 'incomplete', reason: { code, text } };
}

/** What is known of a target that stopped answering: nothing that could be blamed on a check. */
function unanswered(result: CheckResult): CheckResult {
  return {
    ...result,
    status: 'notRun',
    code: 'noResponse',
    reason: 'the target no longer answers',
    mismatches: [],
  };
}

/** Whether nothing can be made or saved, since no right request is known: then most of what passes says little. */
function isWithoutRequest({ clauses, operations }: Contract, result: CheckResult): boolean {
  const { id, status, code, operation } = result;
  if (status !== 'notRun' || code !== 'preparation') return false;
  const does = operations.find((one) => one.id === operation)?.action.does;
  return (
    (does === 'create' || does === 'save') &&
    clauses.find((one) => one.id === id)?.kind === 'minimal'
  );
}

/** Runs the checks at a target that was opened; yields what came of each, and why it ended early. */
async function* runChecks(
  open: OpenRun,
  { checks, report, parameters, contract, options: { signal } }: PreparedRun,
): AsyncGenerator<Made, void, undefined> {
  const interrupted = Promise.withResolvers<Performed>();
  const stop = (): void => {
    open.stop();
    interrupted.resolve({ id: '', broken: 'interrupted' });
  };
  signal?.addEventListener('abort', stop);
  const isStopped = (): boolean => signal?.aborted === true;
  const performNow = (check: Check, failed?: CheckResult): Promise<Performed> =>
    perform(open, check, interrupted.promise, failed);
  const repeated = createRepeats(performNow, isStopped);
  const byId = new Map(checks.map((check) => [check.id, check]));
  const finding = async (result: CheckResult): Promise<Made> => {
    const check = byId.get(result.id);
    return {
      event: 'check',
      check: report(check === undefined ? result : await repeated(check, result)),
    };
  };
  /** Results without any response, until it is known whether the target is gone. */
  let silent: CheckResult[] = [];
  let limited = false;
  let rateLimited = 0;
  let wasRateLimited = false;
  try {
    for await (const one of inOrder(checks, (check) => performNow(check), isStopped)) {
      if ('broken' in one) {
        yield incomplete('brokenCheck', `a check ended in an error: ${one.id}: ${one.broken}`);
        continue;
      }
      const { result } = one;
      limited ||= result.code === 'limit';
      if (isUnanswered(result)) silent.push(result);
      if (silent.length === mostSilent) break;
      if (isUnanswered(result)) continue;
      if (result.exchanges.length > 0) {
        for (const before of silent) yield await finding(before);
        silent = [];
      }
      yield await finding(result);
      if (isWithoutRequest(contract, result))
        yield incomplete('noRightRequest', `${result.operation}: ${result.reason}`);
      wasRateLimited ||= result.code === 'rateLimited';
      if (result.code === 'rateLimited') rateLimited += 1;
      else if (result.exchanges.length > 0) rateLimited = 0;
      if (rateLimited === mostLimited) break;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  const gone = silent.length === mostSilent;
  if (gone) {
    for (const before of silent) yield { event: 'check', check: report(unanswered(before)) };
    const text = `${parameters.target.url} no longer answers: ${mostSilent} checks in a row got no response`;
    yield incomplete('silent', text);
  } else for (const before of silent) yield await finding(before);
  if (wasRateLimited)
    yield incomplete(
      'rateLimited',
      `${parameters.target.url} answers 429, too many requests: say --requests-per-second`,
    );
  const prepared = await open.preparation();
  // Of a target that is gone, what was not answered says nothing.
  if (prepared !== undefined && !(gone && isUnanswered(prepared)))
    yield { event: 'check', check: prepared };
  if (isStopped()) yield { event: 'incomplete', reason: stoppedEarly };
  if (limited) yield incomplete('limit', 'the limit of requests was reached before the end');
}

/** The lowest level at which one of the checks could be run; undefined where that is reached. */
function neededLevel({ checks, parameters }: PreparedRun): Level | undefined {
  const lowest = levels.find((level) => checks.some(({ needs }) => needs === level));
  return lowest === undefined || isAtLevel(lowest, parameters.level) ? undefined : lowest;
}

/** Whether everything is checked that there is, and not some part by name. */
function isWhole({ options: { only = [], replay, shard, signal } }: PreparedRun): boolean {
  return (
    only.length === 0 &&
    replay === undefined &&
    (shard?.index ?? 1) === 1 &&
    signal?.aborted !== true
  );
}

async function* runPrepared(
  prepared: PreparedRun,
): AsyncGenerator<Untimed<RunEvent>, void, undefined> {
  const { parameters, checks, leftOut, options } = prepared;
  const { shard, signal } = options;
  yield {
    event: 'started',
    version: 1,
    parameters,
    checks: checks.length,
    leftOut,
    ...(shard !== undefined && { shard }),
  };
  if (signal?.aborted === true) {
    yield { event: 'refused', reason: { code: 'stopped', text: 'stopped before its start' } };
    return;
  }
  // A shard may hold no check of a small API.
  if (checks.length === 0 && shard === undefined) {
    yield { event: 'refused', reason: { code: 'nothingSelected', text: 'nothing was selected' } };
    return;
  }
  const needed = neededLevel(prepared);
  if (needed !== undefined) {
    const text = `nothing was verified: all that was selected needs the level ${levelTexts[needed]}`;
    yield { event: 'refused', reason: { code: 'nothingVerified', text } };
    return;
  }
  const notices: string[] = [];
  const opened = await openRun(prepared, (text) => notices.push(text));
  let closed = false;
  try {
    for (const text of notices) yield { event: 'notice', text };
    if ('refused' in opened) {
      yield { event: 'refused', reason: opened.refused };
      return;
    }
    yield { event: 'opened' };
    yield* runChecks(opened, prepared);
    if (isWhole(prepared))
      for (const operation of await opened.answered()) yield { event: 'supported', operation };
    yield { event: 'waited', milliseconds: Math.round(opened.waited()) };
    closed = true;
    yield { event: 'putBack', lost: await opened.close() };
  } finally {
    // Whoever reads the events may stop reading, or fail: the target is left as it was promised.
    if (!closed && !('refused' in opened)) await opened.close();
  }
}

/** What a run at a target is going to do. Sends nothing; throws `WrongOption`. */
export function planned(target: RunTarget, options: RunOptions = {}): PlannedEvent {
  const { parameters } = prepareRun(target, options);
  const { name } = parameters.target;
  return { event: 'planned', version: 1, target: name, at: new Date().toISOString(), parameters };
}

/**
 * Runs the checks of a contract at a server and yields what happens, as it happens. Throws `WrongOption` before anything
 * is sent; whatever the server does is an event. Ends only when what was changed is put back, also where the reader stops.
 */
export async function* run(
  target: RunTarget,
  options: RunOptions = {},
): AsyncGenerator<RunEvent, void, undefined> {
  const prepared = prepareRun(target, options);
  const { name } = prepared.parameters.target;
  const stamped = (event: Untimed<RunEvent>): RunEvent => ({
    ...event,
    target: name,
    at: new Date().toISOString(),
  });
  for await (const event of runPrepared(prepared)) yield stamped(event);
  yield stamped({ event: 'finished' });
}
