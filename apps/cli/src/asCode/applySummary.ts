import { goodOutcomes, type StepResult, writtenOutcomes } from '@oidc-admin/client/plan';
import { stringify } from 'yaml';
import type { PlacedItem } from './openDeclared.ts';
import { planStepName, type PlacedStep } from './planText.ts';
import type { DeclaredTarget } from './readTargets.ts';

/** What became of a run. */
export interface ApplySummary {
  readonly results: ReadonlyMap<PlacedItem, StepResult>;
  readonly steps: readonly PlacedStep[];
  /** How many of those that are in sync an interrupted run has written. */
  readonly before: number;
}

/** How `apply` ends, beside the exit codes that all commands have. */
export const applyExitCodes = {
  0: 'the servers hold what the files say, as far as it can be read',
  1: 'nothing was written, and something should have been, or with --dry-run would be',
  2: 'a mistake in the files, the options or the settings, or not confirmed; nothing was written',
  5: 'stopped before anything was written',
  8: 'half done: some was written, and some was not, or could not be read back; run it again',
} as const;

/** What became of each outcome, in the order of the table. */
const outcomeWords: Readonly<Record<StepResult['outcome'], string>> = {
  written: 'written, and read back',
  inSync: 'in sync meanwhile',
  notHeld: 'written, and not held by the server',
  notRead: 'written, not read back',
  changed: 'not written: changed since the plan',
  refused: 'not written: refused',
  failed: 'not known whether written',
  stopped: 'not written: stopped',
};

function unfinished({ results, steps }: ApplySummary): PlacedStep[] {
  return steps.filter(({ item, step }) => {
    const result = results.get(item);
    return result === undefined ? step.action === 'problem' : !goodOutcomes.has(result.outcome);
  });
}

/** The exit code of a run. */
export function applyExitCode(summary: ApplySummary): keyof typeof applyExitCodes {
  const outcomes = [...summary.results.values()].map(({ outcome }) => outcome);
  if (unfinished(summary).length === 0) return 0;
  if (outcomes.some((outcome) => writtenOutcomes.has(outcome)) || summary.before > 0) return 8;
  return outcomes.includes('stopped') ? 5 : 1;
}

/** A table of what became of a run, and a line for each that did not go well. */
export function summaryText(summary: ApplySummary): string {
  const { results, steps, before } = summary;
  const inSync = steps.filter(({ step }) => step.action === 'none').length - before;
  const problems = steps.filter(({ step }) => step.action === 'problem').length;
  const rows = [
    ...(before === 0 ? [] : [['done by the run before', before] as const]),
    ...(inSync === 0 ? [] : [['in sync', inSync] as const]),
    ...Object.entries(outcomeWords).flatMap(([outcome, text]) => {
      const count = [...results.values()].filter((one) => one.outcome === outcome).length;
      return count === 0 ? [] : [[text, count] as const];
    }),
    ...(problems === 0 ? [] : [['not written: a problem', problems] as const]),
  ];
  const width = Math.max(0, ...rows.map(([text]) => text.length));
  return [
    ...unfinished(summary).map(({ item, step }) => {
      const reason = results.get(item)?.reason ?? step.problem ?? '';
      return `! ${item.target}: ${planStepName(step)}: ${reason} (${item.placed.place})`;
    }),
    ...rows.map(([text, count]) => `${text.padEnd(width)}  ${String(count).padStart(5)}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** What became of a run, for programs. */
export function printedSummary(summary: ApplySummary): object {
  const { results, steps, before } = summary;
  return {
    code: applyExitCode(summary),
    doneBefore: before,
    steps: steps.map(({ item, step }) => ({
      target: item.target,
      resource: step.resource,
      identity: step.identity,
      action: step.action,
      ...(step.problem === undefined ? {} : { reason: step.problem }),
      ...results.get(item),
    })),
  };
}

function targetOf(target: DeclaredTarget, items: readonly PlacedItem[]): object {
  const { name, api, context, settings } = target;
  const byResource = Map.groupBy(items, ({ managed }) => managed.name);
  return {
    name,
    api,
    ...(context === undefined ? {} : { context }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    resources: Object.fromEntries(
      [...byResource].map(([resource, own]) => [resource, own.map(({ placed }) => placed.entry)]),
    ),
  };
}

/** What is not done yet, as a file that `apply` takes; undefined where there is none. Secrets stay references. */
export function unfinishedFile(summary: ApplySummary): string | undefined {
  const items = unfinished(summary).map(({ item }) => item);
  if (items.length === 0) return undefined;
  const targets = [...Map.groupBy(items, ({ open }) => open.target)];
  return stringify(
    { targets: targets.map(([target, own]) => targetOf(target, own)) },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
