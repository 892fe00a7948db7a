import { plannedChecks } from './plannedChecks.ts';
import { readBaseline } from '../report/readBaseline.ts';
import { reproduceLine } from '../report/reproduceLine.ts';
import type { Contract, ExpectedFailure, Report, TargetReport } from '../report/report.ts';
import { targetReport } from '../report/targetReport.ts';
import { terminalFailures } from '../report/terminalFailures.ts';
import { terminalSummary } from '../report/terminalSummary.ts';
import { wholeReport } from '../report/wholeReport.ts';
import { writeReports } from '../report/writeReports.ts';
import { apiNamed, contractOf } from './apis.ts';
import type { Collected } from './collector.ts';
import { exitCodeOf } from './exitCode.ts';
import { openTarget, targetNames } from './openTarget.ts';
import type { OpenTarget } from './openTarget.ts';
import type { RunOptions } from './options.ts';
import { refusedAtStart } from './refusedAtStart.ts';
import { mergeParts, partFile, runChecks } from './runChecks.ts';
import type { RunParameters } from './runParameters.ts';
import { showProgress } from './showProgress.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** What is known of one target when its checks have run, or why they have not. */
interface Outcome {
  readonly collected: Collected;
  readonly contract: Contract;
  readonly reasons: readonly string[];
}

const reasonsOf = ({ results, broken }: Collected, planned: number): string[] => [
  ...(results.length === 0 && broken.length === 0 && planned > 0 ? ['nothing was selected'] : []),
  ...broken.map((message) => `a check ended in an error: ${message}`),
];

const reportOf = (
  { collected, contract, reasons }: Outcome,
  expected: readonly ExpectedFailure[],
  options: RunOptions,
): TargetReport =>
  targetReport({
    contract,
    target: collected.parameters.target,
    level: collected.parameters.level,
    planned: plannedChecks(contract),
    results: collected.results,
    reasons,
    expected,
    reproduce: reproduceLine(collected.parameters, options.faults),
  });

const checkFaults = async (options: RunOptions): Promise<void> => {
  if (options.faults.length === 0) return;
  const embedded = options.targets.filter(({ url }) => url === undefined);
  const lists = await Promise.all(
    embedded.map(async ({ api }) => (await apiNamed(api).createMock())().faults.list()),
  );
  const known = new Set(lists.flat().map(({ name }) => name));
  const unknown = options.faults.find((fault) => !known.has(fault));
  if (unknown !== undefined)
    throw new UsageError(`--fault ${unknown}: no embedded mock has it; --list-faults prints all`);
};

const checkSubjects = (options: RunOptions, targets: readonly OpenTarget[]): void => {
  const known = targets.flatMap(({ contract: { operations, resources } }) => [
    ...operations.map(({ id }) => id),
    ...resources.map(({ name }) => name),
  ]);
  const unknown = options.subjects.find((subject) => !known.includes(subject));
  if (unknown !== undefined)
    throw new UsageError(`--only ${unknown}: there are ${[...new Set(known)].join(', ')}`);
};

const readExpected = (options: RunOptions, contracts: readonly Contract[]): Promise<ExpectedFailure[]> => {
  if (options.baseline === undefined) return Promise.resolve([]);
  const ids = new Set(contracts.flatMap(({ clauses }) => clauses.map(({ id }) => id)));
  const apis = new Set(contracts.map(({ api }) => api));
  // One baseline may serve runs of different APIs.
  const known = (clause: string): boolean => ids.has(clause) || !apis.has(clause.split('.')[0] ?? '');
  return readBaseline(options.baseline, known);
};

/** Prints and writes what was found; answers the exit code. */
const publish = async (report: Report, options: RunOptions, terminal: Terminal): Promise<number> => {
  await writeReports(report, options.reportDirectory);
  terminal.out(terminalFailures(report, terminal.columns));
  terminal.out(terminalSummary(report));
  terminal.err(`The report is in ${options.reportDirectory}\n`);
  return exitCodeOf(report, options.acceptIncomplete);
};

const checkTargets = async (
  targets: readonly OpenTarget[],
  options: RunOptions,
  terminal: Terminal,
): Promise<Outcome[]> => {
  const refused = new Map<OpenTarget, string>();
  for (const target of targets) {
    const reason = await refusedAtStart(target, terminal.environment);
    if (reason !== undefined) refused.set(target, reason);
  }
  const runs = targets.filter((target) => !refused.has(target)).map(({ parameters }) => parameters);
  const progress = showProgress(terminal);
  const { shard } = options;
  const collector = await runChecks({
    runs,
    subjects: options.subjects,
    ...(shard !== undefined && { shard, part: partFile(options.reportDirectory, shard) }),
    progress,
  });
  progress.end();
  return targets.map((target): Outcome => {
    const { parameters, contract } = target;
    const reason = refused.get(target);
    const collected = collector.collected.find((one) => one.parameters === parameters);
    if (reason !== undefined || collected === undefined)
      return {
        collected: { parameters, results: [], broken: [] },
        contract,
        reasons: [reason ?? 'its checks did not run'],
      };
    return {
      collected,
      contract,
      reasons: [
        ...reasonsOf(collected, shard === undefined ? 1 : 0),
        ...collector.unhandled.map((message) => `the engine reported an error: ${message}`),
      ],
    };
  });
};

const merge = async (directory: string): Promise<Outcome[]> => {
  const { collected, unhandled } = await mergeParts(directory);
  if (collected.length === 0) throw new UsageError(`--merge ${directory}: no part of a run is there`);
  return Promise.all(
    collected.map(async (one) => ({
      collected: one,
      contract: await contractOf(one.parameters.api),
      reasons: [...reasonsOf(one, 1), ...unhandled],
    })),
  );
};

const seedOf = (outcomes: readonly { collected: { parameters: RunParameters } }[], given: number): number =>
  outcomes[0]?.collected.parameters.seed ?? given;

/** Runs the checks at every target, or merges the parts of a run; writes the reports, answers the exit code. */
export const run = async (options: RunOptions, terminal: Terminal): Promise<number> => {
  const began = new Date();
  await checkFaults(options);
  await using stack = new AsyncDisposableStack();
  let outcomes: Outcome[];
  if (options.merge === undefined) {
    const names = targetNames(options.targets);
    const targets: OpenTarget[] = [];
    for (const [index, wanted] of options.targets.entries())
      targets.push(stack.use(await openTarget(wanted, names[index] ?? wanted.api, options)));
    checkSubjects(options, targets);
    outcomes = await checkTargets(targets, options, terminal);
  } else {
    outcomes = await merge(options.merge);
  }
  const expected = await readExpected(options, outcomes.map(({ contract }) => contract));
  const report = wholeReport(
    outcomes.map((outcome) => reportOf(outcome, expected, options)),
    {
      started: began.toISOString(),
      milliseconds: Date.now() - began.getTime(),
      seed: seedOf(outcomes, options.seed),
      expected,
    },
  );
  return publish(report, options, terminal);
};
