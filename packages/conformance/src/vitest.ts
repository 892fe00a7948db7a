import { setTimeout as delay } from 'node:timers/promises';
import { printable, printableLines } from '@oidc-admin/client';
import type { Clause } from '@oidc-admin/contract';
import { afterAll, beforeAll, describe, test, type TestContext } from 'vitest';
import type { Check } from './checks/check.ts';
import type { CheckReport } from './reports/report.ts';
import { whoseWord } from './reports/whoseWord.ts';
import { openRun, type OpenRun } from './runner/openRun.ts';
import { prepareRun, type PreparedRun } from './runner/prepareRun.ts';
import type { RunOptions, RunTarget } from './runner/runTarget.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What a check found out; for reporters. */
    check?: CheckReport;
  }
}

/** How a target is checked by vitest. Whatever stops and picks tests is vitest's own. */
interface VitestOptions extends Omit<RunOptions, 'signal' | 'replay'> {
  /** Checks that a missing credential leaves out are skipped, and nothing fails for it. */
  readonly acceptIncomplete?: boolean;
}

type Mismatch = CheckReport['mismatches'][number];

/** A clause that was broken: its id, binding, whose word it is, sentence and source, and what differed. */
function messageOf(clauses: ReadonlyMap<string, Clause>, { mismatches, replay }: CheckReport) {
  const byClause = Map.groupBy(mismatches, ({ clause }) => clause);
  const parts = [...byClause].map(([id, found]) => {
    const { text = '', source = [], authority = 'reading' } = clauses.get(id) ?? {};
    const binding = found.some((one) => one.binding === 'MUST') ? 'MUST' : 'SHOULD';
    return [
      `${id} (${binding}, ${whoseWord[authority]}: ${source.join(', ')}): ${text}`,
      ...found.map(({ message }: Mismatch) => `  ${printable(message)}`),
    ].join('\n');
  });
  return [...parts, ...(replay === undefined ? [] : [`replay: ${replay}`])].join('\n');
}

/** Fails with both values, so that vitest shows how they differ. */
function fail(message: string, { expected, actual }: Mismatch): never {
  throw Object.assign(new Error(message), {
    expected,
    actual,
    showDiff: expected !== undefined && actual !== undefined,
  });
}

async function tell(
  { annotate, skip }: TestContext,
  check: CheckReport,
  message: string,
  expected: ReadonlySet<string>,
): Promise<void> {
  if (check.status === 'notRun') skip(check.reason);
  const broken = check.mismatches.find(
    ({ binding, clause }) => binding === 'MUST' && !expected.has(clause),
  );
  if (broken !== undefined) fail(message, broken);
  if (check.mismatches.length === 0) return;
  await annotate(message, 'warning');
  // Not every reporter shows annotations of a test that passes.
  console.warn(message);
}

/** A sentence for each missing variable, with how many checks it left out. */
function missingIn(results: readonly CheckReport[]): readonly string[] {
  const left = Map.groupBy(results, ({ missing }) => missing);
  return [...left].flatMap(([variable, checks]) =>
    variable === undefined
      ? []
      : [
          `${variable} is not set: ${checks.length} check${checks.length === 1 ? '' : 's'} not run; set it, or say acceptIncomplete: true`,
        ],
  );
}

/** Clauses that are expected to fail, and of which every check has passed. A filter of vitest leaves no clause half checked. */
function staleIn(
  results: readonly CheckReport[],
  checks: readonly Check[],
  forgiven: ReadonlySet<string>,
): readonly string[] {
  const status = new Map(results.map((result) => [result.id, result.status]));
  const broken = new Set(results.flatMap(({ mismatches }) => mismatches.map((one) => one.clause)));
  return [...forgiven].filter((clause) => {
    const own = checks.filter(({ clauses }) => clauses.includes(clause));
    return (
      own.length > 0 && !broken.has(clause) && own.every(({ id }) => status.get(id) === 'passed')
    );
  });
}

/** So long a test file waits for others that check the same target. */
const patienceMs = 600_000;

/** Opens the target. Test files run side by side, and those of one target take turns. */
async function openWhenFree(prepared: PreparedRun): Promise<Awaited<ReturnType<typeof openRun>>> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const opened = await openRun(prepared, (text) => console.warn(printableLines(text)));
    const waits = 'refused' in opened && opened.refused.code === 'locked' && Date.now() < until;
    if (!waits) return opened;
    await delay(200);
  }
}

/**
 * Registers every check of a contract as a test of vitest, for a server: a broken MUST fails its test, a broken SHOULD is
 * a warning unless the run is strict, what cannot be run is skipped with the reason. After the last test what was changed is put
 * back; the file fails where something could not be, where a credential was missing (unless `acceptIncomplete`), and where a
 * clause passes that is expected to fail. Throws `WrongOption`.
 */
export function registerChecks(target: RunTarget, options: VitestOptions = {}): void {
  const { expected = [], acceptIncomplete = false } = options;
  const prepared = prepareRun(target, options);
  const { contract, parameters, checks, report } = prepared;
  const clauses = new Map(contract.clauses.map((clause) => [clause.id, clause]));
  const { name, url } = parameters.target;
  const own = expected.filter((entry) => entry.target === undefined || entry.target === name);
  const forgiven = new Set(own.map(({ clause }) => clause));
  const results: CheckReport[] = [];
  describe(`${name} at ${url}`, () => {
    let open: OpenRun | undefined;
    beforeAll(async () => {
      const opened = await openWhenFree(prepared);
      if ('refused' in opened) throw new Error(printable(opened.refused.text));
      open = opened;
      // A check ends by the time-outs of its requests, whose number differs.
    }, 0);
    for (const check of checks)
      // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- no test of this house: it fails by itself
      test(check.id, { timeout: 0 }, async (context) => {
        if (open === undefined) return context.skip('the target was not opened');
        const result = report(await open.check(check));
        context.task.meta.check = result;
        results.push(result);
        await tell(context, result, messageOf(clauses, result), forgiven);
        return undefined;
      });
    afterAll(async () => {
      const preparation = await open?.preparation();
      const lost = (await open?.close()) ?? [];
      const broken = preparation?.mismatches.some(
        ({ binding, clause }) => binding === 'MUST' && !forgiven.has(clause),
      );
      const wrong = [
        ...lost.map(printable),
        ...(preparation !== undefined && broken === true ? [messageOf(clauses, preparation)] : []),
        ...(acceptIncomplete ? [] : missingIn(results)),
        ...staleIn(results, checks, forgiven).map(
          (clause) => `${clause} is expected to fail, and passes: remove the entry`,
        ),
      ];
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    }, 0);
  });
}
