import { isSameStep, type PlanStep } from '@oidc-admin/client/plan';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import { givenText } from '../givenText.ts';
import type { PlacedStep, PrintedPlan, PrintedStep } from './planText.ts';

async function readPlan(terminal: CommandTerminal, file: string): Promise<readonly PrintedStep[]> {
  const text = await givenText(terminal, '--plan', file);
  try {
    const { steps } = JSON.parse(text) as PrintedPlan;
    if (Array.isArray(steps)) return steps;
  } catch {
    // The parser would quote what it does not understand.
  }
  throw new UsageError(`--plan: ${file} is not what plan --output json prints`);
}

function keyOf({ resource, identity }: PlanStep, target: string): string {
  return JSON.stringify([target, resource, identity]);
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
      const { target, place: _, ...step } = one;
      return [keyOf(step, target), step];
    }),
  );
  return steps.map((one) => {
    const { step, item } = one;
    const other = shown.get(keyOf(step, item.target));
    if (step.action === 'none' || (other !== undefined && isSameStep(step, other))) return one;
    const problem =
      other === undefined
        ? `is not in ${file}`
        : `is not as ${file} shows it: the server or the file has changed since; plan again`;
    return { item, step: { ...step, action: 'problem', changes: [], problem } };
  });
}
