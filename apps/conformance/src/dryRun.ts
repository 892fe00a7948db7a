import {
  exitCodes,
  run,
  targetUrl,
  type CheckResult,
  type Environment,
} from '@oidc-admin/conformance';
import { variableName } from '@oidc-admin/contract';
import { apiEntry, contractNamed, newMock } from './apiEntry.ts';
import type { RunArguments, WantedTarget } from './conformanceCommand.ts';
import { OpenedStack } from './openedStack.ts';
import { openTargets, targetNames, type OpenedTarget } from './openTargets.ts';
import type { Console } from './processConsole.ts';
import { runOptions } from './runOptions.ts';
import { stopRun } from './stopRun.ts';

type Exchange = CheckResult['exchanges'][number];

const longestBody = 400;

function lineOf({ request, sender }: Exchange): string {
  const { body = '' } = request;
  const parts = [
    `${request.method} ${request.url}`,
    sender.principal === undefined ? 'not signed in' : `as ${sender.principal}`,
    ...(sender.wrongWay === undefined ? [] : [`signed in wrongly: ${sender.wrongWay}`]),
    ...(body === '' ? [] : [body.length > longestBody ? `${body.slice(0, longestBody)}…` : body]),
  ];
  return `${parts.join('  ')}\n`;
}

interface StandIn {
  readonly target: OpenedTarget;
  /** How many requests it got so far. */
  readonly received: () => number;
  /** A text with the names of the real target. */
  readonly show: (text: string) => string;
}

/** A mock that is treated like the target: same credentials missing, same parents by name. */
async function standInFor(
  wanted: WantedTarget,
  name: string,
  environment: Environment,
  stack: OpenedStack,
): Promise<StandIn> {
  const { api, url = '' } = wanted;
  const contract = await contractNamed(api);
  const access = await apiEntry(api).access();
  const timeout = environment[variableName(api, 'SESSION_TIMEOUT_SECONDS')];
  let received = 0;
  const mock = await newMock(api, {
    onExchange: () => (received += 1),
    ...(timeout !== undefined && { sessionTimeoutSeconds: Number(timeout) }),
  });
  const running = stack.use(await mock.start());
  const { principals, missing } = access.principals(environment);
  // Without any credentials the list is that of a person who has all.
  const absent = principals.length === 0 ? [] : missing.map(({ variable }) => variable);
  const demo = Object.entries(mock.demo.environment).filter(
    ([variable]) => !absent.includes(variable) && !variable.endsWith('_SESSION_TIMEOUT_SECONDS'),
  );
  const own = { ...environment, ...Object.fromEntries(demo) };
  const real = targetUrl(url, contract.basePath);
  const renamed = new Map([
    [running.url, real],
    // A path in another letter case.
    [new URL(running.url).origin, new URL(real).origin],
  ]);
  const parents = access.parents(own);
  for (const [parameter, ids] of Object.entries(access.parents(environment)))
    for (const [index, parent] of (parents[parameter] ?? []).entries())
      if (ids[index] !== undefined) renamed.set(parent, ids[index]);
  return {
    target: { name, url: running.url, contract, access, environment: own, wanted },
    received: () => received,
    show: (text) =>
      [...renamed].reduce((shown, [standIn, to]) => shown.replaceAll(standIn, to), text),
  };
}

/** Runs the checks at the stand-in and prints what they send; answers the exit code. */
async function listRequests(
  { target, received, show }: StandIn,
  options: RunArguments,
  { out, err }: Console,
  signal: AbortSignal,
): Promise<number> {
  const name = target.name ?? '';
  const own = { ...runOptions(target, options), signal };
  let listed = 0;
  for await (const event of run(target, own)) {
    if (event.event === 'refused') {
      err(`${name}: ${event.reason.text}\n`);
      return exitCodes.incomplete;
    }
    if (event.event !== 'check') continue;
    for (const exchange of event.check.exchanges) out(show(lineOf(exchange)));
    listed += event.check.exchanges.length;
  }
  err(
    `${name}: ${Math.max(received(), listed)} requests would be sent; none was. Listed are ${listed} of the checks; ` +
      `the others look whether the target answers, sign in and out, try random sequences, and clean up.\n`,
  );
  if (own.level === 'allowWrites')
    err('What is there already is read before the first write, and put back, on top.\n');
  return exitCodes.conformant;
}

/**
 * Lists what a run would send to targets that conform. Nothing is sent to them: the same checks are done at the API's own
 * mock instead, and the requests are shown with the target's URL.
 */
export async function dryRun(options: RunArguments, console: Console): Promise<number> {
  const names = targetNames(options.targets);
  const { environment } = console;
  using stopped = stopRun(console);
  let code: number = exitCodes.conformant;
  for (const [index, wanted] of options.targets.entries()) {
    await using stack = new OpenedStack();
    const name = names[index] ?? wanted.api;
    const embedded = { ...options, targets: [wanted], faults: [] };
    const [target] =
      wanted.url === undefined ? await openTargets(embedded, environment, stack) : [];
    const standIn =
      target === undefined
        ? await standInFor(wanted, name, environment, stack)
        : { target, received: () => 0, show: (text: string) => text };
    code = Math.max(code, await listRequests(standIn, options, console, stopped.signal));
    if (stopped.signal.aborted) return exitCodes.incomplete;
  }
  return code;
}
