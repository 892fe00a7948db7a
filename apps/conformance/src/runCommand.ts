import { randomInt } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { faultText } from '@oidc-admin/client/process';
import { UsageError } from '@oidc-admin/client/terminal';
import {
  exclusiveGroups,
  exitCodeOf,
  exitCodes,
  planned,
  reportOf,
  run,
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
import { OpenedStack } from './openedStack.ts';
import { checkFaults, openTargets, type OpenedTarget } from './openTargets.ts';
import type { Console } from './processConsole.ts';
import { readBaseline } from './readBaseline.ts';
import { openRecord, readRecordFile, readReport } from './recordFile.ts';
import { rerunOptions } from './rerunOptions.ts';
import { runOptions } from './runOptions.ts';
import { plainFindings, sayFindings } from './sayFindings.ts';
import { selectTargets } from './selectTargets.ts';
import { showProgress } from './showProgress.ts';
import { stopRun } from './stopRun.ts';
import { checkBaselineTargets, writeBaseline, type ReportWith } from './writeBaseline.ts';
import { writeReports, type Unwritten } from './writeReports.ts';

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--report-dir ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function readExpected(
  { baseline, targets }: RunArguments,
  contracts: ReadonlyMap<string, Contract>,
): ExpectedFailure[] {
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

/** What happened in a run, and what kept it from being done or written as a whole. */
interface Happened {
  readonly events: readonly RunEvent[];
  readonly failure?: unknown;
  readonly unwritten: readonly Unwritten[];
}

/** Runs the checks at every target; shows and records what happens, and answers it. */
async function runTargets(options: RunArguments, console: Console): Promise<Happened> {
  await using stack = new OpenedStack();
  const targets = await openTargets(options, console.environment, stack);
  const waiting = [...exclusiveGroups(targets)];
  const unwritten: Unwritten[] = [];
  using record = openRecord(options.reportDirectory, (path, error) => {
    unwritten.push({ path, error });
    console.err(unwrittenLine({ path, error }));
  });
  using stopped = stopRun(console);
  const progress = showProgress(console);
  const events: RunEvent[] = targets.map((target) => planned(target, runOptions(target, options)));
  for (const event of events) record.write(event);
  const [full] = unwritten;
  // Mistakes come to light before anything is sent.
  if (full !== undefined)
    throw new UsageError(`--report-dir ${options.reportDirectory} cannot be written`);
  const failed = new AbortController();
  const signal = AbortSignal.any([stopped.signal, failed.signal]);
  const check = async (target: OpenedTarget): Promise<void> => {
    const own = { ...runOptions(target, options), signal };
    for await (const event of run(target, own)) {
      events.push(event);
      progress(event);
      record.write(event);
    }
  };
  const work = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift())
      for (const target of group) await check(target);
  };
  const stopAll = (error: unknown): void => failed.abort(error);
  // Where one cannot go on, the others put back what they changed, as after a signal, before the record is closed.
  await Promise.all(Array.from({ length: mostTargets }, () => work().catch(stopAll)));
  return { events, unwritten, ...(failed.signal.aborted && { failure: failed.signal.reason }) };
}

function unwrittenLine({ path, error }: Unwritten): string {
  return `error: ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}\n`;
}

/**
 * Writes what is to be kept of a run after everything was said. Answers whether all of it could be written; what could not is
 * said with all findings, as nothing else will have them.
 */
async function writeAll(
  { report, reportWith }: { readonly report: Report; readonly reportWith: ReportWith },
  { events, unwritten }: Happened,
  options: RunArguments,
  console: Console,
): Promise<boolean> {
  const { reportDirectory: directory, records, writeBaseline: baseline } = options;
  const missing = [...(await writeReports(report, directory))];
  const attempt = async (path: string, write: () => Promise<void>): Promise<void> => {
    await write().catch((error: unknown) => {
      if (error instanceof UsageError) throw error;
      missing.push({ path, error });
    });
  };
  // What is claimed is proved by the record.
  if (records === undefined && unwritten.length === 0)
    await attempt(join(directory, 'claim.yaml'), () => writeClaim(directory, report));
  const [target] = options.targets;
  if (baseline !== undefined && target !== undefined)
    await attempt(baseline, () => writeBaseline(baseline, reportWith, target));
  for (const one of missing) console.err(unwrittenLine(one));
  if (missing.length + unwritten.length === 0) {
    console.err(`The report is in ${directory}\n`);
    return true;
  }
  console.err(plainFindings(events));
  return false;
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
    given.rerun === undefined ? given : rerunOptions(readReport('--rerun', given.rerun), given);
  const { writeBaseline: baseline } = wanted;
  if (baseline !== undefined) checkBaselineTargets(baseline, wanted.targets);
  const options = { ...(await selectTargets(wanted)), seed: wanted.seed ?? randomInt(2 ** 31) };
  if (options.dryRun) return dryRun(options, console);
  // Mistakes come to light before anything is sent.
  await makeDirectory(options.reportDirectory);
  await checkFaults(options);
  // A record may be of any API.
  const apis = options.records === undefined ? options.targets.map(({ api }) => api) : knownApis;
  const contracts = new Map(
    await Promise.all(apis.map(async (api) => [api, await contractNamed(api)] as const)),
  );
  const expected = readExpected(options, contracts);
  checkTargets(options, contracts);
  const happened = options.records === undefined ? await runTargets(options, console) : undefined;
  const records = options.records?.map((path) => readRecordFile(path)) ?? [happened?.events ?? []];
  const events = records.flat();
  const reportWith: ReportWith = (more) =>
    reportFrom(records, options, { contracts, expected: [...expected, ...more] });
  let report: Report;
  try {
    report = reportWith([]);
  } catch (error) {
    if (happened !== undefined) console.err(plainFindings(events));
    throw error;
  }
  await sayFindings(report, events, console);
  const all = { unwritten: [], ...happened, events };
  const isWritten = await writeAll({ report, reportWith }, all, options, console);
  const code = exitCodeOf(report, {
    incomplete: options.acceptIncomplete === true,
    flaky: options.allowFlaky === true,
  });
  if (all.failure !== undefined) {
    console.err(`error: the run failed: ${faultText(all.failure)}\n`);
    return code === exitCodes.violations ? code : exitCodes.harness;
  }
  return !isWritten && code === exitCodes.conformant ? exitCodes.unwritten : code;
}
