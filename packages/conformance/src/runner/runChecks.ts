import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { BaseSequencer, startVitest } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { Collector } from './collector.ts';
import type { Progress } from './collector.ts';
import type { RunParameters } from './runParameters.ts';
import { stopSignals } from './stopOnSignal.ts';

/** The generated modules: one for each operation and each resource. */
export const checkModules = join(import.meta.dirname, '..', 'generated', 'checks');

export interface CheckRun {
  readonly runs: readonly RunParameters[];
  /** Operations and resources; all where empty. */
  readonly owners: readonly string[];
  readonly shard?: { readonly index: number; readonly count: number };
  /** Where this part's record goes, to be merged later. */
  readonly part?: string;
  readonly progress?: Progress;
  /** Stops the run: the check that runs is interrupted, no other begins. */
  readonly signal?: AbortSignal;
  /** The folder of the modules; another one in tests of the runner only. */
  readonly modules?: string;
}

/** Where the record of a part of a run goes. */
export const partFile = (
  directory: string,
  { index, count }: { index: number; count: number },
): string => resolve(directory, 'parts', `part-${index}-${count}.json`);

/** Vitest says everything through the collector; what it would print by itself is dropped. */
const silence = (): Writable =>
  new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });

const include = (api: string, owners: readonly string[]): string[] =>
  owners.length === 0 ? [`${api}.*.ts`] : owners.map((owner) => `${api}.${owner}.ts`);

/** The same order in every run: by target, then by name. Left to itself, vitest goes by what took long the last time. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const name = ({ project, moduleId }: TestSpecification): string =>
      `${project.name} ${moduleId}`;
    return files.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
  }
}

const isStopSignal = (event: string | symbol): event is (typeof stopSignals)[number] =>
  stopSignals.some((signal) => signal === event);

/**
 * Vitest and its server end the process at a signal. Here a run that is stopped first puts back what it changed, so
 * whatever listens to these signals from now on is taken away in the same turn, before any signal can come.
 */
const keepSignals = (): Disposable => {
  const drop = (event: string | symbol, listener: () => void): void => {
    if (isStopSignal(event)) process.nextTick(() => process.off(event, listener));
  };
  process.on('newListener', drop);
  return { [Symbol.dispose]: () => void process.off('newListener', drop) };
};

/** Vitest sets the exit code for failed tests; what a run's exit code is, the report decides. */
const keepExitCode = async <T>(work: () => Promise<T>): Promise<T> => {
  const before = process.exitCode;
  try {
    return await work();
  } finally {
    process.exitCode = before;
  }
};

/**
 * Runs the modules of checks with vitest as the engine: one project for each target, one worker, one module after the
 * other, since the modules share what the target remembers.
 */
export const runChecks = async (options: CheckRun): Promise<Collector> => {
  const { runs, owners, shard, part, progress, signal, modules = checkModules } = options;
  const collector = new Collector(runs, progress);
  if (runs.length === 0 || signal?.aborted === true) return collector;
  const stop = (): void => collector.stop();
  signal?.addEventListener('abort', stop);
  using _ = keepSignals();
  await keepExitCode(() =>
    startVitest(
      'test',
      [],
      {
        root: modules,
        config: false,
        watch: false,
        passWithNoTests: true,
        sequence: { sequencer: InOrder },
        reporters: [
          collector,
          ...(part === undefined ? [] : [['blob', { outputFile: part }] as ['blob', object]]),
        ],
        ...(shard !== undefined && { shard: `${shard.index}/${shard.count}` }),
        projects: runs.map((run) => ({
          test: {
            name: run.target.name,
            include: include(run.api, owners),
            provide: { run },
            // Threads live in this process: Ctrl-C reaches one place, which then puts everything back.
            pool: 'threads' as const,
            isolate: false,
            fileParallelism: false,
            maxWorkers: 1,
            // A check ends by the time-outs of its requests, whose number differs.
            testTimeout: 0,
            hookTimeout: 0,
            teardownTimeout: 5000,
          },
        })),
      },
      {},
      { stdout: silence(), stderr: silence() },
    ),
  );
  signal?.removeEventListener('abort', stop);
  return collector;
};

/** Merges the parts of a run by vitest's own means: the records of all parts, as if they had been run here. */
export const mergeParts = async (directory: string): Promise<Collector> => {
  const collector = new Collector([]);
  await keepExitCode(() =>
    startVitest(
      'test',
      [],
      {
        root: checkModules,
        config: false,
        watch: false,
        reporters: [collector],
        mergeReports: resolve(directory),
      },
      {},
      { stdout: silence(), stderr: silence() },
    ),
  );
  return collector;
};
