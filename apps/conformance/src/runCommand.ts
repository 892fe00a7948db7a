import { randomInt } from 'node:crypto';
import { access, constants, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@oidc-admin/client/terminal';
import {
  exitCodeOf,
  planned,
  reportFiles,
  reportOf,
  run,
  terminalFailures,
  terminalSummary,
  exclusiveGroups,
  type ExpectedFailure,
  type Report,
  type RunEvent,
} from '@oidc-admin/conformance';
import type { Contract } from '@oidc-admin/contract';
import { contractNamed, knownApis } from './apiEntry.ts';
import { checkTargets } from './checkTargets.ts';
import { writeClaim } from './claimFile.ts';
import type { RunArguments } from './conformanceCommand.ts';
import { dryRun } from './dryRun.ts';
import { checkFaults, openTargets, type OpenedTarget } from './openTargets.ts';
import type { Console } from './processConsole.ts';
import { readBaseline } from './readBaseline.ts';
import { readReport } from './readReport.ts';
import { openRecord, readRecordFile } from './recordFile.ts';
import { rerunOptions } from './rerunOptions.ts';
import { runOptions } from './runOptions.ts';
import { selectTargets } from './selectTargets.ts';
import { showProgress } from './showProgress.ts';
import { stopOnSignal } from './stopOnSignal.ts';
import { checkBaselineTargets, writeBaseline } from './writeBaseline.ts';

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--report-dir ${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function readExpected(
  { baseline, targets }: RunArguments,
  contracts: ReadonlyMap<string, Contract>,
): Promise<ExpectedFailure[]> {
  if (baseline === undefined) return [];
  const own = [...new Set(targets.map(({ api }) => api))];
  const ids = new Set(own.flatMap((api) => contracts.get(api)?.clauses.map(({ id }) => id) ?? []));
  // One baseline may serve runs of different APIs.
  const known = (clause: string): boolean =>
    ids.has(clause) || !own.includes(clause.split('.')[0] ?? '');
  return readBaseline(baseline, known);
}

/**
 * So many targets are checked at the same time: a run often waits, for responses or for a session to end. Those that
 * exclude each other are checked one after another.
 */
const mostTargets = 4;

/** Runs the checks at every target; shows and records what happens, and answers it. */
async function runTargets(options: RunArguments, console: Console): Promise<RunEvent[]> {
  await using stack = new AsyncDisposableStack();
  const targets = await openTargets(options, console.environment, stack);
  const waiting = [...exclusiveGroups(targets)];
  using record = openRecord(options.reportDirectory);
  using stopped = stopOnSignal(console);
  const progress = showProgress(console);
  const events: RunEvent[] = targets.map((target) => planned(target, runOptions(target, options)));
  for (const event of events) record.write(event);
  const failed = new AbortController();
  const signal = AbortSignal.any([stopped.signal, failed.signal]);
  const check = async (target: OpenedTarget): Promise<void> => {
    const own = { ...runOptions(target, options), signal };
    for await (const event of run(target, own)) {
      record.write(event);
      progress(event);
      events.push(event);
    }
  };
  const work = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift())
      for (const target of group) await check(target);
  };
  const stopAll = (error: unknown): void => failed.abort(error);
  // Where one cannot go on, the others put back what they changed, as after a signal, before the record is closed.
  await Promise.all(Array.from({ length: mostTargets }, () => work().catch(stopAll)));
  if (failed.signal.aborted) throw failed.signal.reason as Error;
  return events;
}

/** A file is there as a whole or not at all. */
async function writeReports(report: Report, directory: string): Promise<void> {
  for (const [name, text] of Object.entries(reportFiles(report))) {
    const path = join(directory, name);
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  }
}

/** The report of records. Throws a `UsageError` where one that was read cannot be understood. */
function reportFrom(
  records: readonly (readonly RunEvent[])[],
  { records: paths, merged }: RunArguments,
  {
    contracts,
    expected,
  }: {
    readonly contracts: ReadonlyMap<string, Contract>;
    readonly expected: readonly ExpectedFailure[];
  },
): Report {
  const contractOf = (api: string): Contract => {
    const contract = contracts.get(api);
    if (contract === undefined) throw new UsageError(`the record is of '${api}': no such API`);
    return contract;
  };
  try {
    return reportOf(records, { contractOf, expected, merged: merged === true });
  } catch (error) {
    if (paths === undefined || error instanceof UsageError) throw error;
    throw new UsageError(`${paths.join(', ')}: the record is damaged, and no report can be made`, {
      cause: error,
    });
  }
}

/** Runs the checks, or reads the records of runs; writes and prints the reports, answers the exit code. */
export async function runCommand(given: RunArguments, console: Console): Promise<number> {
  const wanted =
    given.rerun === undefined
      ? given
      : rerunOptions(await readReport('--rerun', given.rerun), given);
  const { writeBaseline: baseline } = wanted;
  if (baseline !== undefined) checkBaselineTargets(baseline, wanted.targets);
  const options = { ...(await selectTargets(wanted)), seed: wanted.seed ?? randomInt(2 ** 31) };
  if (options.dryRun) return dryRun(options, console);
  // Mistakes come to light before anything is sent.
  await makeDirectory(options.reportDirectory);
  await checkFaults(options);
  const contracts = new Map(
    await Promise.all(knownApis.map(async (api) => [api, await contractNamed(api)] as const)),
  );
  const expected = await readExpected(options, contracts);
  checkTargets(options, contracts);
  const records = options.records?.map((path) => readRecordFile(path)) ?? [
    await runTargets(options, console),
  ];
  const report = reportFrom(records, options, { contracts, expected });
  await writeReports(report, options.reportDirectory);
  if (options.records === undefined) await writeClaim(options.reportDirectory, report);
  console.out(terminalFailures(report, console.columns));
  console.out(terminalSummary(report));
  const [target] = options.targets;
  if (baseline !== undefined && target !== undefined) await writeBaseline(baseline, report, target);
  console.err(`The report is in ${options.reportDirectory}\n`);
  return exitCodeOf(report, {
    incomplete: options.acceptIncomplete === true,
    flaky: options.allowFlaky === true,
  });
}
