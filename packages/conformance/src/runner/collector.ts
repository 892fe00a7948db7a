import type { TestCase, TestModule, Vitest } from 'vitest/node';
import type { CheckResult } from '../reports/checkResult.ts';
import type { RunParameters } from './runParameters.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** On a module: the run that it belongs to, so that the merged parts of a run know their targets. */
    run?: RunParameters;
  }
}

/** What the engine reported, for one target. */
export interface Collected {
  readonly parameters: RunParameters;
  readonly results: CheckResult[];
  /** Why not everything was done: a mistake in a check itself, or a target that went silent. */
  readonly broken: string[];
}

export interface ModuleCounts {
  readonly target: string;
  /** The operation or resource. */
  readonly owner: string;
  readonly passed: number;
  readonly failed: number;
  readonly warned: number;
  readonly notRun: number;
  /** Those that need a higher level than the run's. */
  readonly notAtLevel: number;
}

/** What the terminal shows while the checks run. */
export interface Progress {
  planned(checks: number): void;
  check(target: string, check: CheckResult): void;
  module(counts: ModuleCounts): void;
}

const ownerOf = (module: TestModule): string =>
  (/([^/\\]+)\.ts$/.exec(module.moduleId)?.[1] ?? module.moduleId).replace(/^[^.]+\./, '');

const messages = (errors: readonly { readonly message?: string }[]): string =>
  errors.map(({ message = 'unknown error' }) => message.split('\n')[0]).join('; ');

/** After so many checks in a row without any response a target is taken for dead. */
const mostSilent = 5;

const unanswered = ({ exchanges }: CheckResult): boolean =>
  exchanges.length > 0 && exchanges.every(({ response }) => response === undefined);

/** A reporter that prints nothing and keeps the record of every check. */
export class Collector {
  readonly #byTarget = new Map<string, Collected>();
  readonly #progress: Progress | undefined;
  /** Errors outside every check. */
  readonly unhandled: string[] = [];
  #vitest: Vitest | undefined;
  #stopped = false;
  #silent = 0;

  constructor(runs: readonly RunParameters[], progress?: Progress) {
    for (const run of runs) this.#of(run);
    this.#progress = progress;
  }

  get collected(): readonly Collected[] {
    return [...this.#byTarget.values()];
  }

  /** Interrupts the check that runs, and begins no other. */
  stop(): void {
    this.#stopped = true;
    void this.#vitest?.cancelCurrentRun('keyboard-input');
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  /** Vitest forgets a wish to stop that comes before it has begun, so it is repeated. */
  onTestModuleQueued(): void {
    if (this.#stopped) this.stop();
  }

  onTestModuleCollected(module: TestModule): void {
    if (this.#stopped) this.stop();
    this.#collectedOf(module);
    this.#progress?.planned([...module.children.allTests()].length);
  }

  onTestCaseResult(test: TestCase): void {
    const collected = this.#collectedOf(test.module);
    const { check } = test.meta();
    // The check that a stop interrupts loses its connections: what it reports then says nothing about the target.
    if (this.#stopped) return;
    if (check !== undefined) {
      collected.results.push(check);
      this.#listen(collected, check);
      this.#progress?.check(collected.parameters.target.name, check);
    } else if (test.result().state === 'failed') {
      collected.broken.push(
        `a check ended in an error: ${test.fullName}: ${messages(test.result().errors ?? [])}`,
      );
    }
  }

  onTestModuleEnd(module: TestModule): void {
    const collected = this.#collectedOf(module);
    for (const error of module.errors())
      collected.broken.push(`a check ended in an error: ${ownerOf(module)}: ${messages([error])}`);
    const checks = [...module.children.allTests()].flatMap((test) => test.meta().check ?? []);
    const count = (status: CheckResult['status']): number =>
      checks.filter((check) => check.status === status).length;
    const notAtLevel = checks.filter(
      ({ status, code }) => status === 'notRun' && code === 'level',
    ).length;
    this.#progress?.module({
      target: collected.parameters.target.name,
      owner: ownerOf(module),
      passed: count('passed'),
      failed: count('failed'),
      warned: count('warned'),
      notRun: count('notRun') - notAtLevel,
      notAtLevel,
    });
  }

  onTestRunEnd(
    _modules: readonly TestModule[],
    errors: readonly { readonly message?: string }[],
  ): void {
    for (const error of errors) this.unhandled.push(messages([error]));
  }

  /** Ends the run where a target has gone silent: waiting for each of some hundred answers tells nothing more. */
  #listen({ broken, parameters }: Collected, check: CheckResult): void {
    if (unanswered(check)) this.#silent += 1;
    else if (check.exchanges.length > 0) this.#silent = 0;
    if (this.#silent < mostSilent) return;
    broken.push(
      `${parameters.target.url} no longer answers: ${mostSilent} checks in a row got no response`,
    );
    this.stop();
  }

  #of(run: RunParameters): Collected {
    const known = this.#byTarget.get(run.target.name);
    if (known !== undefined) return known;
    const collected: Collected = { parameters: run, results: [], broken: [] };
    this.#byTarget.set(run.target.name, collected);
    return collected;
  }

  #collectedOf(module: TestModule): Collected {
    const meta = module.meta();
    const known = this.#byTarget.get(module.project.name);
    // A part of another process brings its parameters along; here they are put on the module, for the part to keep.
    const run = meta.run ?? known?.parameters;
    if (run === undefined)
      throw new Error(`The module ${module.moduleId} belongs to no target of this run`);
    meta.run = run;
    return this.#of(run);
  }
}
