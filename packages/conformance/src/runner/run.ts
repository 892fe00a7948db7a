import { access, constants, mkdir } from 'node:fs/promises';
import { readBaseline } from '../reports/readBaseline.ts';
import { reproduceLine } from '../reports/reproduce/reproduceLine.ts';
import type { ExpectedFailure, Report } from '../reports/report.ts';
import { targetReport } from '../reports/targetReport.ts';
import { terminalFailures } from '../reports/terminalFailures.ts';
import { terminalSummary } from '../reports/terminalSummary.ts';
import { wholeReport } from '../reports/wholeReport.ts';
import { writeReports } from '../reports/writeReports.ts';
import { apiNamed, contractOf } from './apis.ts';
import { checkFaults, checkOwners } from './checkOptions.ts';
import { checkTargets } from './checkTargets.ts';
import { dryRun } from './dryRun.ts';
import { exitCodeOf } from './exitCode.ts';
import { openTarget, targetNames } from './openTarget.ts';
import type { OpenTarget } from './openTarget.ts';
import type { RunOptions } from './options.ts';
import { outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { plannedChecks } from './plannedChecks.ts';
import { mergeParts } from './runChecks.ts';
import { selectReplay } from './selectReplay.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

const readExpected = async (options: RunOptions): Promise<ExpectedFailure[]> => {
  if (options.baseline === undefined) return [];
  const names = new Set(options.targets.map(({ api }) => api));
  const contracts = await Promise.all([...names].map(contractOf));
  const ids = new Set(contracts.flatMap(({ clauses }) => clauses.map(({ id }) => id)));
  const apis = new Set(contracts.map(({ api }) => api));
  // One baseline may serve runs of different APIs.
  const known = (clause: string): boolean =>
    ids.has(clause) || !apis.has(clause.split('.')[0] ?? '');
  return readBaseline(options.baseline, known);
};

const makeDirectory = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--report-dir ${path}: ${(error as Error).message}`, { cause: error });
  }
};

const runTargets = async (options: RunOptions, terminal: Terminal): Promise<Outcome[]> => {
  await using stack = new AsyncDisposableStack();
  const names = targetNames(options.targets);
  const targets: OpenTarget[] = [];
  for (const [index, wanted] of options.targets.entries())
    targets.push(stack.use(await openTarget(wanted, names[index] ?? wanted.api, options)));
  checkOwners(options, targets);
  return await checkTargets(targets, options, terminal);
};

const merge = async (directory: string): Promise<Outcome[]> => {
  const { collected, unhandled } = await mergeParts(directory);
  if (collected.length === 0)
    throw new UsageError(`--merge ${directory}: no part of a run is there`);
  return Promise.all(
    collected.map(async (one) =>
      outcomeOf(one, await contractOf(one.parameters.api), unhandled, false),
    ),
  );
};

/** Prints and writes what was found; answers the exit code. */
const publish = async (
  report: Report,
  options: RunOptions,
  terminal: Terminal,
): Promise<number> => {
  await writeReports(report, options.reportDirectory);
  terminal.out(terminalFailures(report, terminal.columns));
  terminal.out(terminalSummary(report));
  terminal.err(`The report is in ${options.reportDirectory}\n`);
  return exitCodeOf(report, options.acceptIncomplete);
};

/** Runs the checks at every target, or merges the parts of a run; writes the reports, answers the exit code. */
export const run = async (given: RunOptions, terminal: Terminal): Promise<number> => {
  const options = await selectReplay(given);
  if (options.dryRun) return dryRun(options, terminal);
  const began = new Date();
  // Mistakes come to light before anything is sent.
  await makeDirectory(options.reportDirectory);
  await checkFaults(options);
  const expected = await readExpected(options);
  const outcomes =
    options.merge === undefined ? await runTargets(options, terminal) : await merge(options.merge);
  const targets = await Promise.all(
    outcomes.map(async ({ parameters, contract, results, reasons }) => {
      const signIn = await apiNamed(parameters.api).access();
      const { principals } = signIn.principals(terminal.environment);
      return targetReport({
        contract,
        target: parameters.target,
        level: parameters.level,
        planned: plannedChecks(contract),
        results,
        reasons,
        expected,
        reproduce: reproduceLine({ contract, access: signIn, principals, parameters }, options),
      });
    }),
  );
  const report = wholeReport(targets, {
    started: began.toISOString(),
    milliseconds: Date.now() - began.getTime(),
    seed: outcomes[0]?.parameters.seed ?? options.seed,
    expected,
  });
  return publish(report, options, terminal);
};
