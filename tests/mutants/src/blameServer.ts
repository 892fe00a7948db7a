import {
  reportOf,
  run,
  type RunAccess,
  type RunEvent,
  type TargetReport,
} from '@oidc-admin/conformance';
import { apis, findingsOf, type ApiName } from '@oidc-admin/conformance/testing';
import { strictContract, type Contract } from '@oidc-admin/contract';
import type { Mock, RunningMock } from '@oidc-admin/mock';
import { clausesBrokenBy, servedApi, type ServedApi } from './faultyServer.ts';

/** Faults that are switched on together, in one operation only where that is given. */
export interface BlameAttempt {
  readonly api: ApiName;
  readonly faults: readonly string[];
  readonly operation?: string;
  /** One check for each clause, instead of all. */
  readonly quick?: true;
}

/** One finding of the report: the clause that is named, those broken in the same way, and those that it explains. */
export interface NamedFinding {
  readonly clause: string;
  readonly alike: readonly string[];
  readonly explains: readonly string[];
}

/** What the report of a whole run says of some faults. */
export interface Blame extends BlameAttempt {
  readonly findings: readonly NamedFinding[];
  /** The clauses that the faults say that they break. */
  readonly breaks: readonly string[];
  readonly milliseconds: number;
}

interface Served {
  readonly api: ServedApi;
  readonly access: RunAccess;
  readonly contract: Contract;
  readonly mock: Mock;
  readonly running: RunningMock;
}

/** Sessions end so soon where a check waits for that, in seconds: long enough that none ends on a busy machine by chance. */
const shortSession = 3;

/** Mocks in this process, on which all checks are run as users run them. */
export class BlameServer implements AsyncDisposable {
  readonly #served = new Map<string, Promise<Served>>();

  /** Runs everything against a mock with the faults, and reads off the report how many findings that gives. */
  async blame(attempt: BlameAttempt): Promise<Blame> {
    const { api: name, faults: names, operation } = attempt;
    const { api, contract } = await this.#of(name, false);
    const faults = names.map((one) => {
      const fault = api.faults.find((known) => known.name === one);
      if (fault === undefined) throw new Error(`${name} has no fault '${one}'`);
      return fault;
    });
    const broken = faults.flatMap((fault) => clausesBrokenBy(contract, fault));
    const waits = broken.some(({ element }) => element === 'expired');
    const served = await this.#of(name, waits);
    served.mock.reset();
    for (const fault of names)
      served.mock.faults.on(fault, operation === undefined ? {} : { operation });
    const began = performance.now();
    const target = await reportOn(served, waits, attempt.quick === true);
    return {
      ...attempt,
      findings: findingsOf(target).map(({ clause, alike, explains }) => ({
        clause: clause.id,
        alike: alike.map(({ id }) => id),
        explains: explains.map(({ id }) => id),
      })),
      breaks: broken.map(({ id }) => id),
      milliseconds: Math.round(performance.now() - began),
    };
  }

  #of(name: ApiName, waits: boolean): Promise<Served> {
    const key = `${name} ${waits}`;
    const known = this.#served.get(key) ?? serve(name, waits);
    this.#served.set(key, known);
    return known;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const served of this.#served.values()) await (await served).running.stop();
  }
}

async function serve(name: ApiName, waits: boolean): Promise<Served> {
  const api = await servedApi(name);
  const mock = api.createMock({
    faults: () => api.faults,
    ...(waits ? { sessionTimeoutSeconds: shortSession } : {}),
  });
  return {
    api,
    access: await apis[name].access(),
    contract: strictContract(mock.contract),
    mock,
    running: await mock.start(),
  };
}

async function reportOn(
  { api, access, mock, running }: Served,
  waits: boolean,
  quick: boolean,
): Promise<TargetReport> {
  const { contract, demo } = mock;
  const timeout = `${api.name.toUpperCase()}_SESSION_TIMEOUT_SECONDS`;
  const environment = {
    ...demo.environment,
    ...(waits ? { [timeout]: String(shortSession) } : {}),
  };
  const target = { url: running.url, contract, access, environment, embedded: { faults: [] } };
  // What never answers costs this much each time.
  const options = { level: 'disposable', strict: true, seed: 1, timeoutMs: 1000, quick } as const;
  const events: RunEvent[] = [];
  for await (const event of run(target, options)) events.push(event);
  const [report] = reportOf([events], { contractOf: () => strictContract(contract) }).targets;
  if (report === undefined) throw new Error('the run has no target');
  return report;
}
