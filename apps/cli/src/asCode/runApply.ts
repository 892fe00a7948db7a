import { join } from 'node:path';
import {
  type ApplyJournal,
  applyFleet,
  digestOf,
  goodOutcomes,
  isReference,
  JournalBusyError,
  type JournalWork,
  openJournal,
  secretsDeclared,
  writtenOutcomes,
} from '@oidc-admin/client/plan';
import { UsageError } from '@oidc-admin/client/terminal';
import { confirm, StoppedError } from '../ask.ts';
import { operationsOf } from '../cliApi.ts';
import { xdgFolder } from '../contexts.ts';
import { keepBefore } from '../makeCall.ts';
import { applyExitCode, type ApplySummary, printedSummary, summaryText } from './applySummary.ts';
import { concurrencyOf, isJson } from './asCodeFlags.ts';
import { checkedByPlan } from './checkedPlan.ts';
import { checkSignIns } from './checkSignIns.ts';
import { countsOf, type PlacedStep, planText } from './planText.ts';
import { progressBar } from './progressBar.ts';
import {
  type AsCodeCall,
  type OpenedFiles,
  openFiles,
  planExitCode,
  planItems,
  shownPlan,
} from './runPlan.ts';
import { writeUnfinished } from './writeUnfinished.ts';

/** Says something that is no mistake, unless nobody wants to hear it. */
function say({ terminal, options }: AsCodeCall, text: string): void {
  if (!options.quiet) terminal.stderr.write(text);
}

/** What is going to be done: where secrets are written again, no other secrets than these. */
async function workOf({ declared, items, secret }: OpenedFiles): Promise<JournalWork> {
  const named = items
    .filter(({ rotate, declared: { absent } }) => rotate && !absent)
    .flatMap(({ managed, declared: { properties } }) =>
      secretsDeclared(properties, managed.isSecret),
    );
  const references = new Set(named.map(({ value }) => value).filter(isReference));
  const secrets: string[] = [];
  // One that cannot be found is a mistake only where it is going to be sent.
  for (const reference of references) secrets.push(await secret(reference).catch(() => ''));
  return { digest: declared.digest, secrets };
}

/** Opens the journal of this very work; none where the environment names no place for one. */
async function journalOf(
  files: OpenedFiles,
  { options, terminal }: AsCodeCall,
): Promise<ApplyJournal | undefined> {
  const folder = xdgFolder(terminal.environment, 'XDG_STATE_HOME', join('.local', 'state'));
  if (folder === undefined || options.dryRun) return undefined;
  const name = digestOf([options.rotate === true, files.items.map(({ id }) => id)]);
  const file = join(folder, 'apply', `${name}.ndjson`);
  const work = await workOf(files);
  try {
    return openJournal(file, work, options.startOver);
  } catch (error) {
    if (error instanceof JournalBusyError)
      throw new UsageError(`apply: ${error.message}`, { cause: error });
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `${file}: cannot be written (${code}); set XDG_STATE_HOME to a folder that can`,
      { cause: error },
    );
  }
}

/** Finds every secret that is going to be sent, so that none is missed in the middle. */
async function findSecrets(
  steps: readonly PlacedStep[],
  secret: (reference: string) => Promise<string>,
): Promise<void> {
  const mistakes = new Set<string>();
  for (const { item, step } of steps) {
    if (step.action !== 'create' && step.action !== 'update') continue;
    for (const { value } of secretsDeclared(item.declared.properties, item.managed.isSecret)) {
      if (!isReference(value)) continue;
      await secret(value).catch((error: Error) =>
        mistakes.add(`${item.placed.place}: ${error.message}`),
      );
    }
  }
  if (mistakes.size > 0) throw new UsageError([...mistakes].join('\n'));
}

/** Asks whether to go on, with every reason to think twice. */
async function confirmPlan(steps: readonly PlacedStep[], call: AsCodeCall): Promise<void> {
  const { options, terminal } = call;
  if (options.yes) return;
  const { create, update, delete: gone } = countsOf(steps);
  const concerns = new Set(steps.flatMap(({ step }) => step.concern ?? []));
  const targets = new Set(
    steps.filter(({ step }) => step.action !== 'none').map(({ item }) => item.target),
  );
  const what = `This writes ${create + update} and deletes ${gone} on ${targets.size} target${targets.size === 1 ? '' : 's'}.`;
  await confirm(terminal, [what, ...concerns].join(' '));
}

/** Does the steps, and writes down each that went well. */
async function doSteps(
  steps: readonly PlacedStep[],
  { secret }: OpenedFiles,
  journal: ApplyJournal | undefined,
  { options, terminal, signal }: AsCodeCall,
): Promise<ApplySummary['results']> {
  const { create, update, delete: gone } = countsOf(steps);
  const bar = progressBar(terminal, 'writing', create + update + gone, options.quiet === true);
  const kept = new Map<PlacedStep, () => void>();
  const unwritable = new AbortController();
  const writeDown = ({ item }: PlacedStep): void => {
    // Without, all that is done can be seen on the server.
    if (!options.rotate) return;
    try {
      journal?.add(item.id);
    } catch (error) {
      if (unwritable.signal.aborted) return;
      unwritable.abort();
      const { code } = error as NodeJS.ErrnoException;
      terminal.stderr.write(
        `warning: what is done cannot be written down (${code}); nothing more is begun\n`,
      );
    }
  };
  try {
    return await applyFleet(
      steps,
      {
        concurrency: concurrencyOf(options),
        signal: AbortSignal.any([signal, unwritable.signal]),
        secret,
      },
      {
        writes: async (one, { step, held }) => {
          const { commandLine } = one.item.open.target;
          const operation = operationsOf(commandLine).find(({ id }) => id === step.operation);
          if (operation === undefined || one.item.managed.isKeyMade) return;
          const { settings } = one.item.open;
          const connection = await one.item.connection();
          const parts = { commandLine, operation, terminal, settings };
          kept.set(one, await keepBefore(connection, step, held, parts));
        },
        wrote: writeDown,
        ends: (one, { outcome }) => {
          if (!writtenOutcomes.has(outcome)) kept.get(one)?.();
          bar.step(goodOutcomes.has(outcome));
        },
      },
    );
  } finally {
    bar.end();
  }
}

async function plannedSteps(
  files: OpenedFiles,
  journal: ApplyJournal | undefined,
  call: AsCodeCall,
): Promise<readonly PlacedStep[]> {
  const { options, terminal } = call;
  // What was written before is compared all the same: somebody may have changed it since.
  const items = files.items.map((item) =>
    journal?.done.has(item.id) ? { ...item, rotate: false } : item,
  );
  const steps = await planItems(items, call);
  const agreed =
    options.plan === undefined ? steps : await checkedByPlan(steps, options.plan, terminal);
  try {
    return await checkSignIns(agreed, call);
  } catch (error) {
    if (!call.signal.aborted) throw error;
    throw new StoppedError('stopped; nothing was written', { cause: error });
  }
}

function forgetJournal(journal: ApplyJournal | undefined, { terminal }: AsCodeCall): void {
  try {
    journal?.remove();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    terminal.stderr.write(
      `warning: what was done stays written down (${code}); give --start-over the next time\n`,
    );
  }
}

/** Prints what would be done. Answers the exit code. */
function endDryRun(steps: readonly PlacedStep[], call: AsCodeCall): number {
  const { options, terminal } = call;
  terminal.stdout.write(shownPlan(steps, options));
  say(call, 'Nothing was written, as this is a dry run.\n');
  return planExitCode(steps) === 0 ? 0 : 1;
}

function finish(
  summary: ApplySummary,
  journal: ApplyJournal | undefined,
  call: AsCodeCall,
): number {
  const { options, terminal } = call;
  const code = applyExitCode(summary);
  terminal.stdout.write(
    isJson(options)
      ? `${JSON.stringify(printedSummary(summary), undefined, 2)}\n`
      : summaryText(summary),
  );
  if (options.failures !== undefined)
    writeUnfinished(summary, options.failures, terminal, options.rotate === true);
  const isStopped = [...summary.results.values()].some(({ outcome }) => outcome === 'stopped');
  // Only what was cut off goes on. Nothing else is left out the next time.
  if (!isStopped) forgetJournal(journal, call);
  if (code === 8)
    terminal.stderr.write(
      isStopped
        ? 'Half done. The same command goes on where this one ended.\n'
        : 'Half done. What is not done stands above.\n',
    );
  return code;
}

/** Shows what it is going to do, asks, does it, and says what became of it. Answers the exit code. */
export async function runApply(given: AsCodeCall): Promise<number> {
  const { options, terminal } = given;
  isJson(options);
  const files = await openFiles(given);
  const { signal } = files;
  const call = { ...given, signal };
  try {
    using journal = await journalOf(files, call);
    const times = options.rotate ? [...(journal?.done.values() ?? [])] : [];
    if (times.length > 0)
      say(
        call,
        `${times.length} of ${files.items.length} were done by the run before, which began at ${times.toSorted()[0]} and was cut off; their secrets are not written again. --start-over writes all.\n`,
      );
    const steps = await plannedSteps(files, journal, call);
    const isBefore = ({ step, item }: PlacedStep): boolean =>
      step.action === 'none' && options.rotate === true && journal?.done.has(item.id) === true;
    const before = steps.filter(isBefore).length;
    if (options.dryRun) return endDryRun(steps, call);
    // Nobody says yes to what was not shown.
    if (options.yes) say(call, planText(steps));
    else terminal.stderr.write(planText(steps));
    const { create, update, delete: gone } = countsOf(steps);
    if (create + update + gone === 0)
      return finish({ results: new Map(), steps, before }, journal, call);
    await findSecrets(steps, files.secret);
    await confirmPlan(steps, call);
    if (signal.aborted) throw new StoppedError('stopped; nothing was written');
    const results = await doSteps(steps, files, journal, call);
    return finish({ results, steps, before }, journal, call);
  } finally {
    await files.close();
  }
}
