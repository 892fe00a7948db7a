import {
  apis,
  CheckContext,
  checksOf,
  createRunContext,
  inOrder,
  runCheck,
  type ApiName,
  type Check,
  type Performed,
  type RunContext,
} from '@oidc-admin/conformance/testing';
import { type Clause, type Contract, strictContract } from '@oidc-admin/contract';
import type { Fault, Mock, MockOptions, RunningMock } from '@oidc-admin/mock';
import { mutantsOf } from './mutantsOf.ts';
import { outsiders } from './outsiders/index.ts';
import { variantMutantsOf } from './variantMutantsOf.ts';

/** What the checks made of one fault. */
export interface Finding {
  readonly api: string;
  readonly fault: string;
  readonly operation?: string;
  readonly description: string;
  /** The MUSTs that mismatches named: those that the fault breaks, or all where none of them was named. */
  readonly clauses: readonly string[];
  readonly warnings: readonly string[];
  /** How many checks failed or warned. */
  readonly checks: number;
  /** Whether it took more than the checks of the clauses that it breaks. */
  readonly whole: boolean;
  readonly requests: number;
  readonly milliseconds: number;
  /** What went wrong beside the fault: an error of the mock or of a check. */
  readonly errors: readonly string[];
}

/** What to try: a fault, in one operation only where that is given. */
export interface FaultAttempt {
  readonly api: ApiName;
  readonly fault: string;
  readonly operation?: string;
}

/** Sessions end so soon where a check waits for that, in seconds. */
const shortSession = 1;

/** The clauses that a fault says that it breaks, in the document's order. */
export function clausesBrokenBy(contract: Contract, { breaks }: Fault): readonly Clause[] {
  return contract.clauses.filter(({ id, kind }) => breaks.includes(id) || breaks.includes(kind));
}

/** Every fault of an API that breaks a clause: the realistic ones, one for each clause, and those that are narrower. */
interface ApiFaults {
  readonly contract: Contract;
  readonly realistic: readonly Fault[];
  readonly mutants: readonly Fault[];
  /** Those of somebody who has read no check. */
  readonly outsiders: readonly Fault[];
}

export async function faultsOf(api: ApiName): Promise<ApiFaults> {
  const { contract } = (await apis[api].createMock())();
  const realistic = (await apis[api].faults())(contract);
  return {
    contract,
    realistic: realistic.filter(({ breaks }) => breaks.length > 0),
    mutants: [...mutantsOf(contract), ...variantMutantsOf(contract)],
    outsiders: outsiders.filter((one) => one.api === api).map(({ fault }) => fault),
  };
}

type TestersAccess = Parameters<typeof createRunContext>[2];

/** How the mock of an API is made, and how the checks sign in there. */
export interface ServedApi {
  readonly name: string;
  readonly createMock: (options: MockOptions) => Mock;
  readonly faults: readonly Fault[];
  readonly access: TestersAccess;
}

/** One of the APIs of this repository, with all its faults. */
export async function servedApi(name: ApiName): Promise<ServedApi> {
  const { realistic, mutants, outsiders: others } = await faultsOf(name);
  return {
    name,
    createMock: await apis[name].createMock(),
    faults: [...realistic, ...mutants, ...others],
    access: (await apis[name].access()) as unknown as TestersAccess,
  };
}

/** A mock of an API, in this process, with one fault after the other, for the checks. */
export class FaultyServer implements AsyncDisposable {
  readonly #api: ServedApi;
  readonly #servers = new Map<number | undefined, { mock: Mock; running: RunningMock }>();
  #errors: string[] = [];

  constructor(api: ServedApi) {
    this.#api = api;
  }

  /**
   * Runs the checks that name a clause which the fault breaks; where these do not find it, those of the resource as well,
   * which put something there that can be seen; and all checks only where these do not find it either. Of a fault that
   * breaks one clause, only a mismatch that names this clause is a find.
   */
  async find({
    fault: name,
    operation,
  }: Pick<FaultAttempt, 'fault' | 'operation'>): Promise<Finding> {
    const fault = this.#api.faults.find((one) => one.name === name);
    if (fault === undefined) throw new Error(`${this.#api.name} has no fault '${name}'`);
    const began = performance.now();
    this.#errors = [];
    const contract = strictContract((await this.#server(undefined)).mock.contract);
    const broken = brokenIn(contract, fault, operation);
    const stages = stagesOf(contract, broken);
    let found = await this.#run(fault, operation, broken, stages.own);
    if (!isFound(fault, found)) found = await this.#run(fault, operation, broken, stages.resource);
    const whole = !isFound(fault, found);
    if (whole) found = await this.#run(fault, operation, broken, stages.all);
    return {
      api: this.#api.name,
      fault: name,
      ...(operation === undefined ? {} : { operation }),
      description: fault.description,
      ...found,
      whole,
      milliseconds: Math.round(performance.now() - began),
      errors: [...new Set(this.#errors)],
    };
  }

  /** What the checks of some clauses make of the right server: a mismatch is a mistake of a check. */
  async right(clauses: ReadonlySet<string>): Promise<Pick<Finding, 'clauses' | 'warnings'>> {
    const { mock, running } = await this.#server(undefined);
    mock.reset();
    const checks = checksOf(strictContract(mock.contract)).filter((check) =>
      check.clauses.some((clause) => clauses.has(clause)),
    );
    return this.#results(this.#context(mock, running, false), checks, clauses);
  }

  async #run(
    fault: Fault,
    operation: string | undefined,
    broken: readonly Clause[],
    checks: readonly Check[],
  ) {
    const waits = broken.some(({ element }) => element?.split('.').at(-1) === 'expired');
    const { mock, running } = await this.#server(waits ? shortSession : undefined);
    mock.reset();
    mock.faults.on(fault.name, operation === undefined ? {} : { operation });
    const run = this.#context(mock, running, waits);
    return this.#results(run, checks, new Set(broken.map(({ id }) => id)));
  }

  async #results(run: RunContext, checks: readonly Check[], ids: ReadonlySet<string>) {
    const clauses = new Map<string, string>();
    let failed = 0;
    // As the runner does them: side by side, and again alone where something was found.
    const perform = (check: Check): Promise<Performed> =>
      runCheck(run, check).then(
        (result) => ({ result }),
        (error: Error) => ({ id: check.id, broken: error.message }),
      );
    for await (const one of inOrder(checks, perform, () => false)) {
      if ('broken' in one) {
        this.#errors.push(`${one.id}: ${one.broken}`);
        continue;
      }
      const { mismatches } = one.result;
      for (const { clause, binding } of mismatches) clauses.set(clause, binding);
      if (mismatches.length > 0) failed += 1;
    }
    await run.pool.cleanUp(new CheckContext(run)).catch(() => undefined);
    await run.sessions.closeAll();
    run.wire.close();
    // What else differs then depends on chance where requests overlap; the page must not.
    const own = [...clauses].filter(([clause]) => ids.has(clause));
    const named = (wanted: string): readonly string[] =>
      (own.length > 0 ? own : [...clauses])
        .flatMap(([clause, binding]) => (binding === wanted ? [clause] : []))
        .toSorted();
    return {
      clauses: named('MUST'),
      warnings: named('SHOULD'),
      checks: failed,
      requests: run.wire.count,
    };
  }

  #context(mock: Mock, running: RunningMock, waits: boolean): RunContext {
    return createRunContext(
      {
        api: this.#api.name,
        target: { name: this.#api.name, url: running.url, embedded: true },
        level: 'disposable',
        strict: true,
        seed: 1,
        // A machine that is busy may be late; what never answers costs this much each time.
        timeoutMs: 1000,
        runId: 'test',
        issuer: 'https://idp.example.com',
        existing: mock.demo.existing,
        ...(waits ? { sessionTimeoutSeconds: shortSession } : {}),
      },
      strictContract(mock.contract),
      this.#api.access,
      mock.demo.environment,
    );
  }

  async #server(sessionTimeoutSeconds: number | undefined) {
    const known = this.#servers.get(sessionTimeoutSeconds);
    if (known !== undefined) return known;
    const mock = this.#api.createMock({
      faults: () => this.#api.faults,
      onError: (error) => this.#errors.push(`the mock failed: ${String(error)}`),
      ...(sessionTimeoutSeconds === undefined ? {} : { sessionTimeoutSeconds }),
    });
    const made = { mock, running: await mock.start() };
    this.#servers.set(sessionTimeoutSeconds, made);
    return made;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#servers.values()].map(({ running }) => running.stop()));
  }
}

/** What a fault breaks, in one handler where it is only there. Rules of a resource speak of no handler. */
function brokenIn(
  contract: Contract,
  fault: Fault,
  operation: string | undefined,
): readonly Clause[] {
  const all = clausesBrokenBy(contract, fault);
  const here = all.filter((clause) => clause.operation === operation);
  return operation === undefined || here.length === 0 ? all : here;
}

/** The checks of some clauses; these and the quick ones of the resource that they are about; and all. */
function stagesOf(contract: Contract, broken: readonly Clause[]) {
  const all = checksOf(contract);
  const ids = new Set(broken.map(({ id }) => id));
  const operations = contract.operations.filter(({ id }) =>
    broken.some((clause) => clause.operation === id),
  );
  const resources = new Set([
    ...broken.map(({ resource }) => resource),
    ...operations.map(({ action }) => ('resource' in action ? action.resource : undefined)),
  ]);
  const own = (check: Check): boolean => check.clauses.some((clause) => ids.has(clause));
  const ofResource = ({ resource, waits }: Check): boolean =>
    resource !== undefined && waits !== true && resources.has(resource);
  return {
    own: all.filter(own),
    resource: all.filter((check) => own(check) || ofResource(check)),
    all,
  };
}

/** Whether the checks found a fault; one that breaks a single clause, by the name of that clause. */
export function isFound(
  { name, breaks }: Pick<Fault, 'name' | 'breaks'>,
  { clauses, warnings }: Pick<Finding, 'clauses' | 'warnings'>,
): boolean {
  const named = [...clauses, ...warnings];
  return name.startsWith('break:') ? named.includes(breaks[0] ?? '') : named.length > 0;
}
