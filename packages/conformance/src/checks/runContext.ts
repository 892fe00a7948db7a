import { createRedactor, type MissingVariable, type Redactor } from '@oidc-admin/client';
import type { Clause, Contract, Operation, Resource } from '@oidc-admin/contract';
import { createModel, errorName, type Model, type ModelState } from '@oidc-admin/model';
import type { Exchange } from '../reports/checkResult.ts';
import type { RunParameters, Environment } from '../runner/runParameters.ts';
import { direct, type RunNetwork } from '../wire/runNetwork.ts';
import { createWire, type Wire } from '../wire/wire.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import { Canaries } from './canaries.ts';
import { Gate } from './gate.ts';
import { KeptBodies } from './keptBodies.ts';
import { Preparation } from './preparation.ts';
import { ResourcePool } from './resourcePool.ts';
import type { SampleSource } from './samples.ts';
import { Proofs } from './secretForms.ts';
import type { SentRequest } from './sent.ts';
import { Sessions, type TestersAccess, type TestPrincipal } from './sessions.ts';
import { Tags } from './tags.ts';

/** What stood under a parent before anything was written there. */
interface FirstRead {
  readonly sent: SentRequest;
  readonly found: boolean;
  readonly exchange: Exchange | undefined;
}

/** Everything that the checks of one target share: what was sent so far, and what the server must remember of it. */
export interface RunContext {
  readonly parameters: RunParameters;
  readonly contract: Contract;
  readonly model: Model;
  readonly wire: Wire;
  readonly access: TestersAccess;
  readonly principals: readonly TestPrincipal[];
  readonly missing: readonly MissingVariable[];
  /** By path parameter; what no variable names may be learned on the way. */
  readonly parents: Record<string, readonly string[]>;
  readonly source: SampleSource;
  readonly canaries: Canaries;
  readonly redactor: Redactor;
  readonly keptBodies: KeptBodies;
  readonly sessions: Sessions;
  readonly pool: ResourcePool;
  readonly network: RunNetwork;
  readonly gate: Gate;
  readonly preparation: Preparation;
  readonly tags: Tags;
  /** Secrets that are not canaries: passwords, keys, tokens. */
  readonly credentials: Set<string>;
  /** What proved who sent each request. */
  readonly proofs: Proofs;
  /** The target's own secrets, as it answered them or as the environment names them; hidden, but no fault in a response. */
  readonly ownSecrets: Set<string>;
  /** What the server must remember, as far as its responses were right. */
  state: ModelState;
  /** The first read of each place, before anything was written there. */
  readonly firstReads: Map<string, FirstRead>;
  /** Told of each key before something is sent that may make it. */
  readonly noteMade: (key: string) => void;
  /** The first list of each operation that lists, before anything was made. */
  readonly firstLists: Map<string, Omit<FirstRead, 'found'>>;
  /** The operations whose lists have no end, as far as anybody looked: of those, the first page is enough. */
  readonly endlessLists: Set<string>;
  number(): number;
  operation(id: string): Operation;
  resource(name: string): Resource;
  /** The clause with this id. */
  clause(id: string): Clause | undefined;
}

/** Prepares the checks of one target. Nothing is sent yet. */
export function createRunContext(
  parameters: RunParameters,
  contract: Contract,
  access: TestersAccess,
  environment: Environment,
  noteMade: RunContext['noteMade'] = () => undefined,
  network: RunNetwork = direct,
): RunContext {
  const { principals, missing } = access.principals(environment);
  const parents = { ...access.parents(environment) };
  const settings = access.settings(environment);
  const canaries = new Canaries(`${parameters.runId}${(parameters.seed >>> 0).toString(36)}`);
  const sessionTimeoutSeconds = parameters.sessionTimeoutSeconds;
  const opening = contract.operations.find(({ session }) => session !== undefined)?.session;
  const tags = new Tags();
  const model = createModel(contract, {
    parents,
    settings,
    users: usersOf(principals, opening),
    ...(sessionTimeoutSeconds === undefined ? {} : { sessionTimeoutSeconds }),
    clockToleranceMs: 500,
    tagOf: (saved) => tags.of(saved),
  });
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]));
  const resources = new Map(contract.resources.map((resource) => [resource.name, resource]));
  const clauses = new Map(contract.clauses.map((clause) => [clause.id, clause]));
  let number = 0;
  const run: RunContext = {
    parameters,
    contract,
    model,
    network,
    wire: createWire({ ...parameters, network, isBusy: (response) => isBusy(contract, response) }),
    access,
    principals,
    missing,
    parents,
    source: { issuer: parameters.issuer, settings, canaries },
    canaries,
    redactor: createRedactor(contract.sensitive),
    keptBodies: new KeptBodies(),
    proofs: new Proofs(),
    sessions: new Sessions(() => run),
    pool: new ResourcePool(() => run),
    gate: new Gate(),
    preparation: new Preparation(contract.api),
    tags,
    credentials: new Set(principals.flatMap((principal) => secretsOf(principal))),
    ownSecrets: new Set(originalsIn(environment)),
    state: model.initial,
    firstReads: new Map(),
    noteMade,
    firstLists: new Map(),
    endlessLists: new Set(),
    number: () => (number += 1),
    operation: (id) => found(operations, id),
    resource: (name) => found(resources, name),
    clause: (id) => clauses.get(id),
  };
  run.pool.expectExisting();
  return run;
}

/** Whether every operation may answer so for a while. An error inside the server is a finding, and nothing to wait for. */
function isBusy(contract: Contract, { status, headers, json: body }: WireResponse): boolean {
  if (status < 400 || status === 500) return false;
  const name = errorName(contract, { headers, body });
  return contract.errors.common.some((common) => common.retry && common.name === name);
}

function usersOf(
  principals: readonly TestPrincipal[],
  opening: Operation['session'],
): Record<string, { password: string; role: string }> {
  if (opening === undefined) return {};
  return Object.fromEntries(
    principals.map((principal) => [
      textIn(principal, opening.username),
      { password: textIn(principal, opening.password), role: principal.role ?? '' },
    ]),
  );
}

export function textIn(principal: TestPrincipal, name: string): string {
  const value = principal[name];
  return typeof value === 'string' ? value : '';
}

/** What of a principal must never be seen in a response. */
function secretsOf(principal: TestPrincipal): string[] {
  return Object.entries(principal).flatMap(([name, value]) =>
    typeof value === 'string' && /password|secret|token|apiKey/i.test(name) && value.length > 3
      ? [value]
      : [],
  );
}

/** The secrets that are put back at the end of a run. */
function originalsIn(environment: Environment): string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    name.includes('_ORIGINAL_') && value !== undefined && value !== '' ? [value] : [],
  );
}

function found<T>(known: ReadonlyMap<string, T>, name: string): T {
  const value = known.get(name);
  if (value === undefined)
    throw new Error(`there is no '${name}'; there are ${[...known.keys()].join(', ')}`);
  return value;
}
