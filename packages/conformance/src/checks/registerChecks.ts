import { afterAll, describe, expect, inject, test } from 'vitest';

import { apis } from '../generated/apis.ts';
import type { RunParameters } from '../runner/runParameters.ts';
import { createBench } from './bench.ts';
import type { Access, Bench } from './bench.ts';
import type { Case } from './case.ts';
import { casesOf } from './casesOf.ts';
import { runCase } from './runCase.ts';
import { Trial } from './trial.ts';

const benches = new Map<string, Bench>();

/** The bench of a target: one for all modules of a worker, since they share what the target remembers. */
async function benchOf(run: RunParameters): Promise<Bench> {
  const name = `${run.api} ${run.target.url} ${run.runId}`;
  const known = benches.get(name);
  if (known !== undefined) return known;
  const entry = (apis as Readonly<Record<string, (typeof apis)[keyof typeof apis]>>)[run.api];
  if (entry === undefined)
    throw new Error(`there is no API '${run.api}'; there are ${Object.keys(apis).join(', ')}`);
  const { contract } = (await entry.createMock())();
  const bench = createBench(
    run,
    contract,
    (await entry.access()) as unknown as Access,
    process.env,
  );
  benches.set(name, bench);
  return bench;
}

/** Registers the wanted cases of an API as tests; what each found out stands in `task.meta.check`. */
export function registerChecks(api: string, wanted: (one: Case) => boolean): void {
  const run = inject('run');
  describe(`checks of ${api}`, async () => {
    const bench = await benchOf(run);
    const cases = casesOf(bench.contract).filter(
      (one) => wanted(one) && (run.only === undefined || one.id === run.only),
    );
    for (const one of cases) {
      test(`check ${one.id}`, async ({ task, skip }) => {
        const result = await runCase(bench, one);
        task.meta.check = result;
        if (result.status === 'notRun') skip(result.reason);
        expect(result.differences.filter(({ binding }) => binding === 'MUST')).toEqual([]);
      });
    }
    afterAll(async () => {
      if (isLastModule(bench)) await tidy(bench);
    });
  });
}

const modules = new WeakMap<Bench, number>();

/**
 * Whether no other module of this worker comes after this one. Sessions and what was made are shared by all of them; a
 * worker that does not say how many there are is tidied up after each.
 */
function isLastModule(bench: Bench): boolean {
  const done = (modules.get(bench) ?? 0) + 1;
  modules.set(bench, done);
  const { __vitest_worker__: worker } = globalThis as {
    __vitest_worker__?: { ctx?: { files?: readonly unknown[] } };
  };
  const all = worker?.ctx?.files?.length ?? 1;
  return done >= all;
}

/** Deletes what was made, and signs out. */
async function tidy(bench: Bench): Promise<void> {
  const trial = new Trial(bench);
  await bench.subjects.cleanUp(trial).catch(() => undefined);
  await bench.sessions.closeAll();
  bench.wire.close();
}
