import { setTimeout as delay } from 'node:timers/promises';
import { planFleet } from '@oidc-admin/client/plan';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import { StoppedError } from '../ask.ts';
import type { CliApi } from '../cliApi.ts';
import { timeoutMsOf } from '../connect.ts';
import { type AsCodeOptions, concurrencyOf, intervalMsOf, isJson, rateOf } from './asCodeFlags.ts';
import { checkSameServer } from './checkSameServer.ts';
import { openDeclared, type PlacedItem } from './openDeclared.ts';
import { countsOf, planCountsText, type PlacedStep, planText, printedPlan } from './planText.ts';
import { progressBar } from './progressBar.ts';
import { type DeclaredTargets, readTargets } from './readTargets.ts';
import { secretSource } from './secretSource.ts';

/** One of the commands for files, as it was called. */
export interface AsCodeCall {
  readonly apis: Readonly<Record<string, CliApi>>;
  readonly path: string;
  readonly options: AsCodeOptions;
  readonly terminal: CommandTerminal;
  readonly signal: AbortSignal;
}

/** What the files declare, opened: nothing was sent yet. */
export interface OpenedFiles {
  readonly declared: DeclaredTargets;
  readonly items: readonly PlacedItem[];
  readonly secret: (reference: string) => Promise<string>;
  /** The signal of the call, which also comes where a person ends a question. */
  readonly signal: AbortSignal;
  readonly close: () => Promise<void>;
}

/** Variables that hold secrets of ours: the settings that are secret, and those that the files name. */
function secretVariables({ targets }: DeclaredTargets): string[] {
  return targets.flatMap(({ commandLine, settings, resources }) => [
    ...commandLine.settings.flatMap(({ variable, secret }) => (secret ? [variable] : [])),
    ...[JSON.stringify([settings, resources.map(({ entry }) => entry)])].flatMap((text) =>
      [...text.matchAll(/"env:([^"]+)"/g)].flatMap(([, name]) => name ?? []),
    ),
  ]);
}

/** Reads and checks the files, and makes ready what reaches their servers. */
export async function openFiles(call: AsCodeCall): Promise<OpenedFiles> {
  const { apis, path, options, terminal, signal } = call;
  timeoutMsOf(options);
  concurrencyOf(options);
  const declared = await readTargets(terminal, path, apis);
  const [rotation] = options.rotate ? [] : declared.rotations;
  if (rotation !== undefined)
    throw new UsageError(
      `${rotation}: is left of a run with --rotate: give --rotate, else its secrets are not written`,
    );
  const secret = secretSource(terminal, secretVariables(declared));
  const { targets } = declared;
  const opened = await openDeclared(targets, terminal, options, secret, rateOf(options));
  const { items, ended, close } = opened;
  checkSameServer(items);
  return { declared, secret, items, signal: AbortSignal.any([signal, ended]), close };
}

/** Compares what the files declare with what the servers hold. */
export async function planItems(
  items: readonly PlacedItem[],
  { options, terminal, signal }: AsCodeCall,
): Promise<PlacedStep[]> {
  const bar = progressBar(terminal, 'looking', items.length, options.quiet === true);
  try {
    return await planFleet(items, { concurrency: concurrencyOf(options), signal }, ({ step }) =>
      bar.step(step.action !== 'problem'),
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new StoppedError('stopped; nothing was changed', { cause: error });
  } finally {
    bar.end();
  }
}

/** How `plan` ends. */
export const planExitCodes = {
  0: 'all servers hold what the files say, as far as it can be read',
  1: 'a mistake in the files or the options, or a server that cannot be looked at or changed as the files want',
  2: 'there are differences',
} as const;

/** The exit code of a plan. */
export function planExitCode(steps: readonly PlacedStep[]): keyof typeof planExitCodes {
  const { create, update, delete: gone, problem } = countsOf(steps);
  if (problem > 0) return 1;
  return create + update + gone > 0 ? 2 : 0;
}

/** A plan in the format that the options name. */
export function shownPlan(steps: readonly PlacedStep[], options: AsCodeOptions): string {
  return isJson(options)
    ? `${JSON.stringify(printedPlan(steps), undefined, 2)}\n`
    : planText(steps);
}

/** One look for `--watch-drift`: one line, whatever comes. */
async function lookOnce(call: AsCodeCall): Promise<number> {
  const { terminal, options, signal } = call;
  const time = new Date().toISOString();
  let found: { readonly code: number; readonly text: string; readonly more: object };
  try {
    const { items, close, ...files } = await openFiles(call);
    try {
      const steps = await planItems(items, { ...call, signal: files.signal });
      const code = planExitCode(steps);
      const word = ['in sync', 'problem', 'drift'][code] ?? '';
      found = {
        code,
        text: `${word}: ${planCountsText(countsOf(steps))}`,
        more: printedPlan(steps),
      };
    } finally {
      await close();
    }
  } catch (error) {
    if (signal.aborted) return 0;
    if (error instanceof StoppedError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    found = {
      code: 1,
      text: `problem: ${message.replaceAll('\n', '; ')}`,
      more: { problem: message },
    };
  }
  const { code, text, more } = found;
  terminal.stdout.write(
    isJson(options)
      ? `${JSON.stringify({ time, code, ...more })}\n`
      : `${time} ${printable(text)}\n`,
  );
  return code;
}

async function watchDrift(call: AsCodeCall, seconds: string): Promise<number> {
  const intervalMs = intervalMsOf(seconds);
  if (call.path === '-')
    throw new UsageError('--watch-drift: needs a file, as standard input can be read only once');
  let code = 0;
  while (!call.signal.aborted) {
    const next = performance.now() + intervalMs;
    code = (await lookOnce(call)) || code;
    await delay(Math.max(0, next - performance.now()), undefined, { signal: call.signal }).catch(
      () => undefined,
    );
  }
  return code;
}

/** Says what `apply` would do. Answers the exit code. */
export async function runPlan(call: AsCodeCall): Promise<number> {
  const { options, terminal } = call;
  isJson(options);
  if (options.watchDrift !== undefined) return watchDrift(call, options.watchDrift);
  const { items, signal, close } = await openFiles(call);
  try {
    const steps = await planItems(items, { ...call, signal });
    terminal.stdout.write(shownPlan(steps, options));
    return planExitCode(steps);
  } finally {
    await close();
  }
}
