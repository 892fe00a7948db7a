import { type CommandTerminal, printable } from '@oidc-admin/client/terminal';
import { isDoctorSkipped, problemsBeforeWrite } from '../doctor/checkBeforeWrite.ts';
import type { PlacedStep } from './planText.ts';
import type { AsCodeCall } from './runPlan.ts';

type Problems = Awaited<ReturnType<typeof problemsBeforeWrite>>;

async function checked(
  one: PlacedStep,
  found: Map<string, Promise<Problems>>,
  { options, terminal, signal }: AsCodeCall,
): Promise<PlacedStep> {
  const { item, step, input } = one;
  const { signIn } = item.open.target.commandLine;
  const isWrite = step.action === 'create' || step.action === 'update';
  if (!isWrite || input === undefined || signIn?.resource !== step.resource) return one;
  // Twenty networks with one provider are one question.
  const values = { ...signIn.valuesOf(input), clientSecret: undefined };
  const key = JSON.stringify(values);
  const redirectUri = await signIn.redirectUri?.(input, item.open.settings);
  const problems =
    found.get(key) ?? problemsBeforeWrite({ redirectUri, ...values }, options, terminal, signal);
  if (!found.has(key)) {
    found.set(key, problems);
    for (const line of (await problems).lines) terminal.stderr.write(`${printable(line)}\n`);
  }
  const { errors } = await problems;
  if (errors.length === 0) return one;
  const problem = `a sign-in with these values will fail (${errors.join(', ')}); mend it, or go on with --skip-doctor`;
  return { item, step: { ...step, action: 'problem', changes: [], problem } };
}

/** Steps, of which each that writes a sign-in that will fail has become a problem. Sends no secret. */
export async function checkSignIns(
  steps: readonly PlacedStep[],
  call: AsCodeCall,
): Promise<readonly PlacedStep[]> {
  const { options, terminal }: { options: AsCodeCall['options']; terminal: CommandTerminal } = call;
  if (isDoctorSkipped(options, terminal)) return steps;
  const found = new Map<string, Promise<Problems>>();
  const all: PlacedStep[] = [];
  for (const one of steps) all.push(await checked(one, found, call));
  return all;
}
