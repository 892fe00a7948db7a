import { randomBytes } from 'node:crypto';
import type { Contract } from '@oidc-admin/contract';
import { dataOf, type ModelState } from '@oidc-admin/model';
import type { ActiveFault } from './activeFault.ts';
import { CallView } from './callView.ts';
import { controlled, type Controls } from './control.ts';
import { mayControl } from './controlGuard.ts';
import type { MockDefinition } from './definition.ts';
import { MockEngine } from './engine.ts';
import type { Received, Responder } from './exchange.ts';
import { asFetch } from './front/asFetch.ts';
import { listen } from './front/listen.ts';
import type { Mock, MockOptions, RunningMock } from './mock.ts';
import { redactedLine } from './redactedLine.ts';
import { RequestLog } from './requestLog.ts';
import { pathOfSandbox, Sandboxes, type SandboxHooks, type SandboxParts } from './sandboxes.ts';
import { createSeedCheck, type SeedCheck } from './state/seedCheck.ts';
import { addToState, type StateJson } from './state/stateJson.ts';
import { StateKeeper } from './state/stateKeeper.ts';
import type { Store } from './store.ts';
import { tagOf } from './tagOf.ts';
import {
  callsIn,
  readExpectation,
  readFilter,
  verifyCalls,
  type CallVerdict,
} from './verifyCalls.ts';

/** Makes the mock of an API. What was saved in `stateFile` by an earlier run is there again; without one, the seed is. */
export function createMock(given: MockDefinition, options: MockOptions = {}): Mock {
  return mockWith(given, options, undefined).mock;
}

/** How many bytes of requests the log of one sandbox keeps. */
const logOfSandbox = 512 * 1024;

function sandboxesOf(
  given: MockDefinition,
  options: MockOptions,
  active: () => readonly ActiveFault[],
): Sandboxes | undefined {
  const { sandboxes, stateFile: _, ...own } = options;
  if (sandboxes === undefined) return undefined;
  return new Sandboxes((name, hooks) => {
    const log = own.log && { log: (line: string) => own.log?.(`[${name}] ${line}`) };
    const made = mockWith(given, { ...own, ...log }, hooks);
    // What was switched on for all at the start, such as a latency.
    for (const { fault, options: how } of active()) made.mock.faults.on(fault.name, how);
    return made;
  }, sandboxes);
}

/** A mock, and what answers for it. With `sandbox` it is one of another. */
function mockWith(
  given: MockDefinition,
  options: MockOptions,
  sandbox: SandboxHooks | undefined,
): SandboxParts {
  const definition = inDeployment(given, options);
  const sandboxes = sandboxesOf(given, options, () => engine.faults.active);
  const log = new RequestLog(sandbox && logOfSandbox);
  const { seed = {}, stateFile } = options;
  const keeper =
    stateFile === undefined ? undefined : keeperOf(stateFile, () => engine.store, options);
  let check: SeedCheck | undefined;
  const add = (state: ModelState, added: StateJson, contract: Contract): ModelState =>
    addToState(state, added, contract, (...one) =>
      (check ??= createSeedCheck(contract, definition.deployment))(...one),
    );
  const engine: MockEngine = new MockEngine(definition, {
    now: options.now ?? Date.now,
    path: options.path ?? 'fast',
    tokenSeconds: options.sessionTimeoutSeconds,
    newToken: options.newToken ?? (() => randomBytes(48).toString('base64')),
    initial: (empty, contract) => {
      const seeded = (): ModelState => add(empty, seed, contract);
      return keeper?.open(contract, seeded) ?? seeded();
    },
    faults: options.faults ?? (() => []),
    health: options.health,
    onChange: (before, after) => keeper?.changed(before, after),
    onExchange: (exchange) => {
      log.add(exchange);
      sandbox?.onUse();
      options.onExchange?.(exchange);
      options.log?.(redactedLine(engine.contract, exchange));
    },
    onError: (error) => options.onError?.(error),
    saved: () => keeper?.saved(),
  });
  const { verdict, ...calls } = callsOf(log, engine);
  const mock: Mock = {
    contract: engine.contract,
    deployment: definition.deployment,
    demo: { environment: definition.environment, existing: definition.existing ?? {} },
    fetch: (input, init) => asFetch(responder(false), input, init),
    start: (where) => startMock(engine, responder(true), keeper, where),
    state: {
      read: () => dataOf(engine.store.current),
      seed: (state) => engine.store.commit(add(engine.store.current, state, engine.contract)),
      get model() {
        return engine.store.current;
      },
    },
    reset: () => {
      engine.faults.off();
      engine.store.restart(add(engine.model.initial, seed, engine.contract));
      log.clear();
      sandbox?.onReset();
    },
    ...calls,
    sandboxes: accessTo(sandboxes),
    get requests() {
      return log.list;
    },
    faults: {
      list: () => engine.faults.list(),
      on: (name, how) => engine.faults.on(name, how),
      off: (name) => engine.faults.off(name),
    },
  };
  const { control } = options;
  const responder = (isOverHttp: boolean): Responder => {
    // Who calls within the process may do everything.
    const isAllowed = (received: Received): boolean =>
      !isOverHttp || mayControl(received, options.controlToken);
    const controls = { mock, verdict, isSandbox: sandbox !== undefined };
    const own = control === undefined ? engine : controlled(engine, controls, control, isAllowed);
    return sandboxes === undefined ? own : sandboxes.before(own, isOverHttp);
  };
  return { mock, responder };
}

/** What people and tests may see of the requests in a log. */
function callsOf(
  log: RequestLog,
  { contract, store }: MockEngine,
): Pick<Mock, 'calls' | 'verify'> & Pick<Controls, 'verdict'> {
  const shown = (): CallView => new CallView(contract, () => dataOf(store.current).resources);
  const verdict = (expectation: unknown): CallVerdict =>
    verifyCalls(log, readExpectation(expectation, contract), shown());
  return {
    calls: (filter = {}) => {
      const view = shown();
      const read = readFilter(filter, contract);
      return callsIn(log.list, read).map((exchange) => view.call(exchange));
    },
    verify: (expectation) => {
      const { ok, message } = verdict(expectation);
      if (!ok) throw new Error(message);
    },
    verdict,
  };
}

function accessTo(sandboxes: Sandboxes | undefined): Mock['sandboxes'] {
  return {
    get: (name) => {
      if (sandboxes === undefined)
        throw new Error("this mock was made without the option 'sandboxes'");
      return sandboxes.mock(name);
    },
    list: () => sandboxes?.list() ?? [],
    drop: (name) => sandboxes?.drop(name),
  };
}

function keeperOf(path: string, store: () => Store, { onError }: MockOptions): StateKeeper {
  return new StateKeeper({
    path,
    current: () => store().current,
    takeBack: (state) => store().restart(state),
    onError: (error) => onError?.(error),
  });
}

async function startMock(
  engine: MockEngine,
  responder: Responder,
  keeper: StateKeeper | undefined,
  { port = 0, host = '127.0.0.1', arrival = 10_000, tls }: Parameters<Mock['start']>[0] = {},
): Promise<RunningMock> {
  keeper?.reopen(engine.contract);
  // Before it listens, so that one that stops meanwhile does not close the file.
  keeper?.enter();
  const listening = await listen(responder, { port, host, arrival, tls }).catch(
    async (error: unknown) => {
      await keeper?.leave();
      throw error;
    },
  );
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= listening.stop().then(() => keeper?.leave()));
  const shown = host.includes(':') ? `[${host}]` : host;
  const origin = `http${tls === undefined ? '' : 's'}://${shown}:${listening.port}`;
  const { basePath } = engine.contract;
  return {
    url: `${origin}${basePath}`,
    port: listening.port,
    urlOf: (sandbox) => `${origin}${pathOfSandbox(sandbox)}${basePath}`,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The definition in the deployment that the options describe. */
function inDeployment(
  definition: MockDefinition,
  { sessionTimeoutSeconds, reach }: MockOptions,
): MockDefinition {
  const { prepare, ...rest } = definition;
  return {
    ...rest,
    deployment: {
      tagOf,
      ...definition.deployment,
      ...(sessionTimeoutSeconds === undefined ? {} : { sessionTimeoutSeconds }),
      // What is really asked is judged by its response only.
      ...(reach === true ? { reachable: () => true } : {}),
    },
    ...(reach === true && prepare !== undefined ? { prepare } : {}),
  };
}
