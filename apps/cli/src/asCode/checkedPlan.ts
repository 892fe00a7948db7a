import { isSameStep, isValues, type PlanStep } from '@oidc-admin/client/plan';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import { givenText } from '../givenText.ts';
import { type PlacedStep, type PrintedPlan, type PrintedStep, serverOf } from './planText.ts';

function isPrintedStep(value: unknown): boolean {
  return (
    isValues(value) && typeof value['target'] === 'string' && typeof value['action'] === 'string'
  );
}

async function readPlan(terminal: CommandTerminal, file: string): Promise<readonly PrintedStep[]> {
  const text = await givenText(terminal, '--plan', file);
  try {
    const { steps } = JSON.parse(text) as PrintedPlan;
    if (Array.isArray(steps) && steps.every(isPrintedStep)) return steps;
  } catch {
    // The parser would quote what it does not understand.
  }
  throw new UsageError(`--plan: ${file} is not what plan --output json prints`);
}

function keyOf({ resource, identity }: PlanStep, target: string): string {
  return JSON.stringify([target, resource, identity]);
}

const mistakes = {
  missing: '',
  server: ' shows it: that plan was made for another server or caller; plan again',
  step: ' shows it: the server or the file has changed since; plan again',
} as const;

/** What is not as a plan in a file has it. */
function differenceOf(
  one: PlacedStep,
  shown: { readonly server: unknown; readonly step: PlanStep } | undefined,
): keyof typeof mistakes | undefined {
  if (shown === undefined) return 'missing';
  if (JSON.stringify(shown.server) !== JSON.stringify(serverOf(one))) return 'server';
  return isSameStep(one.step, shown.step) ? undefined : 'step';
}

/** Steps, of which each that a plan in a file does not show in the same way has become a problem: nobody has agreed to it. */
export async function checkedByPlan(
  steps: readonly PlacedStep[],
  file: string,
  terminal: CommandTerminal,
): Promise<PlacedStep[]> {
  const printed = await readPlan(terminal, file);
  const shown = new Map(
    printed.map((one) => {
      const { target, server, place: _, ...step } = one;
      return [keyOf(step, target), { server, step }];
    }),
  );
  return steps.map((one) => {
    const { step, item } = one;
    const other = shown.get(keyOf(step, item.target));
    if (step.action === 'none') return one;
    const mistake = differenceOf(one, other);
    if (mistake === undefined) return one;
    const problem = `is not ${mistake === 'missing' ? 'in' : 'as'} ${file}${mistakes[mistake]}`;
    return { item, step: { ...step, action: 'problem', changes: [], problem } };
  });
}
