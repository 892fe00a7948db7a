import { afterAll, describe, expect, inject, test } from 'vitest';

import { apis } from '../generated/apis.ts';
import type { RunParameters } from '../runner/runParameters.ts';
import { createRunContext } from './runContext.ts';
import type { Access, RunContext } from './runContext.ts';
import type { Check } from './check.ts';
import { checksOf } from './checksOf.ts';
import { runCheck } from './runCheck.ts';
import { CheckContext } from './checkContext.ts';

const contexts = new Map<string, RunContext>();

/** The run of a target: one for all modules of a worker, since they share what the target remembers. */
async function contextOf(parameters: RunParameters): Promise<RunContext> {
  const name = `${parameters.api} ${parameters.target.url} ${parameters.runId}`;
  const known = contexts.get(name);
  if (known !== undefined) return known;
  const entry = (apis as Readonly<Record<string, (typeof apis)[keyof typeof apis]>>)[
    parameters.api
  ];
  if (entry === undefined)
    throw new Error(
      `there is no API '${parameters.api}'; there are ${Object.keys(apis).join(', ')}`,
    );
  const { contract } = (await entry.createMock())();
  const run = createRunContext(
    parameters,
    contract,
    (await entry.access()) as unknown as Access,
    process.env,
  );
  contexts.set(name, run);
  return run;
}

/** Registers the wanted checks of an API as tests; what each found out stands in `task.meta.check`. */
export function registerChecks(api: string, wanted: (one: Check) => boolean): void {
  const parameters = inject('run');
  describe(`checks of ${api}`, async () => {
    const run = await contextOf(parameters);
    const cases = checksOf(run.contract).filter(
      (one) => wanted(one) && (parameters.only === undefined || one.id === parameters.only),
    );
    for (const one of cases) {
      test(`check ${one.id}`, async ({ task, skip }) => {
        const result = await runCheck(run, one);
        task.meta.check = result;
        if (result.status === 'notRun') skip(result.reason);
        expect(result.mismatches.filter(({ binding }) => binding === 'MUST')).toEqual([]);
      });
    }
    afterAll(async () => {
      if (isLastModule(run)) await tidy(run);
    });
  });
}

const modules = new WeakMap<RunContext, number>();

/**
 * Whether no other module of this worker comes after this one. Sessions and what was made are shared by all of them; a
 * worker that does not say how many there are is tidied up after each.
 */
function isLastModule(run: RunContext): boolean {
  const done = (modules.get(run) ?? 0) + 1;
  modules.set(run, done);
  const { __vitest_worker__: worker } = globalThis as {
    __vitest_worker__?: { ctx?: { files?: readonly unknown[] } };
  };
  const all = worker?.ctx?.files?.length ?? 1;
  return done >= all;
}

/** Deletes what was made, and signs out. */
async function tidy(run: RunContext): Promise<void> {
  const context = new CheckContext(run);
  await run.pool.cleanUp(context).catch(() => undefined);
  await run.sessions.closeAll();
  run.wire.close();
}
