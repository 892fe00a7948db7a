import { guardTarget } from '../safety/guardTarget.ts';
import type { Guard } from '../safety/guardTarget.ts';
import { lockTarget } from '../safety/lockTarget.ts';
import { targetKeys } from '../safety/targetKeys.ts';
import type { OpenTarget } from './openTarget.ts';
import type { RunOptions } from './options.ts';
import { outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { refusedAtStart } from './refusedAtStart.ts';
import { partFile, runChecks } from './runChecks.ts';
import { showProgress } from './showProgress.ts';
import { stopOnSignal } from './stopOnSignal.ts';
import { reasonOf } from './targetRequest.ts';
import type { Terminal } from './terminal.ts';

interface Admitted extends Guard {
  release(): void;
}

/** Locks, asks and guards a target; answers why no check may be run there, or how to leave it. */
const admit = async (
  target: OpenTarget,
  options: RunOptions,
  terminal: Terminal,
): Promise<string | Admitted> => {
  const { url, embedded } = target.parameters.target;
  const lock = embedded ? undefined : lockTarget(url, targetKeys(target, terminal.environment));
  if (lock?.taken === false) return lock.reason;
  const release = (): void => lock?.release();
  try {
    const reason = await refusedAtStart(target, terminal.environment);
    const guard =
      reason === undefined ? await guardTarget(target, options, terminal) : { refused: reason };
    if (!('refused' in guard)) return { ...guard, release };
    release();
    return guard.refused;
  } catch (error) {
    release();
    return reasonOf(error);
  }
};

/** Runs the checks at every target that admits it, and leaves each as it is promised to be left. */
export const checkTargets = async (
  targets: readonly OpenTarget[],
  options: RunOptions,
  terminal: Terminal,
): Promise<Outcome[]> => {
  const stopped = stopOnSignal(terminal);
  const admissions = new Map<OpenTarget, string | Admitted>();
  const lost = new Map<OpenTarget, readonly string[]>();
  try {
    for (const target of targets)
      if (!stopped.signal.aborted) admissions.set(target, await admit(target, options, terminal));
    const admitted = targets.filter((target) => typeof admissions.get(target) === 'object');
    const progress = showProgress(terminal);
    const { shard } = options;
    const collector = await runChecks({
      runs: admitted.map(({ parameters }) => parameters),
      owners: options.owners,
      ...(shard !== undefined && { shard, part: partFile(options.reportDirectory, shard) }),
      progress,
      signal: stopped.signal,
    });
    progress.end();
    for (const target of admitted) lost.set(target, await leave(admissions.get(target)));
    const engine = [
      ...(stopped.signal.aborted ? ['stopped before its end'] : []),
      ...collector.unhandled.map((message) => `the engine reported an error: ${message}`),
    ];
    return targets.map((target): Outcome => {
      const { parameters, contract } = target;
      const collected = collector.collected.find(
        (one) => one.parameters.target.name === parameters.target.name,
      );
      const admission = admissions.get(target);
      if (typeof admission === 'string')
        return { parameters, contract, results: [], reasons: [admission] };
      if (collected === undefined)
        return { parameters, contract, results: [], reasons: ['stopped before its start'] };
      return outcomeOf(
        collected,
        contract,
        [...engine, ...(lost.get(target) ?? [])],
        shard !== undefined || stopped.signal.aborted,
      );
    });
  } finally {
    for (const target of targets) if (!lost.has(target)) await leave(admissions.get(target));
    stopped.end();
  }
};

const leave = async (admission: string | Admitted | undefined): Promise<readonly string[]> => {
  if (typeof admission !== 'object') return [];
  try {
    return await admission.restore();
  } finally {
    admission.release();
  }
};
