import type { Principal } from '@oidc-admin/client';
import {
  filledPath,
  makerOf,
  type Clause,
  type Contract,
  type Operation,
  type Resource,
  schemesOf,
} from '@oidc-admin/contract';
import { createRouter, type Router } from '@oidc-admin/model';
import { isMadeBy } from '../../runner/runId.ts';
import type { RunParameters } from '../../runner/runParameters.ts';
import type { RunAccess } from '../../runner/runTarget.ts';
import type { CheckResult, Exchange } from '../checkResult.ts';
import { stepName } from '../steps.ts';
import { curlCommand, shellWord } from './curlCommand.ts';

export interface CurlContext {
  readonly contract: Contract;
  readonly access: RunAccess;
  readonly principals: readonly Principal[];
  readonly parameters: RunParameters;
}

const mask = '[redacted]';
const mostCommands = 8;
const longestBody = 20_000;

/** What curl does not show, or what one line cannot do. */
const beyondCurl: ReadonlySet<Clause['kind']> = new Set(['concurrent', 'noBody', 'signIn']);

interface Step {
  /** Among the exchanges of its check. */
  readonly index: number;
  readonly exchange: Exchange;
  readonly operation: Operation | undefined;
  readonly path: Readonly<Record<string, string>>;
}

function stepOf(
  route: Router,
  { contract, parameters }: CurlContext,
  exchange: Exchange,
  index: number,
): Step {
  const { method, url } = exchange.request;
  const base = parameters.target.url;
  const raw = url.startsWith(base) ? contract.basePath + url.slice(base.length) : url;
  const found = route(method, raw);
  return {
    index,
    exchange,
    operation: found.kind === 'operation' ? found.operation : undefined,
    path: found.kind === 'operation' ? found.path : {},
  };
}

/** Whether a step is part of signing in, which the line does by itself. */
function signsIn({ operation, exchange }: Step): boolean {
  return (
    exchange.sender.principal !== undefined &&
    (operation?.action.does === 'open' || operation?.action.does === 'close')
  );
}

function isPlain({ operation, exchange: { request, sender } }: Step): boolean {
  return (
    (sender.wrongWay === undefined || sender.wrongWay === 'none') &&
    !request.url.includes(mask) &&
    // Real credentials are not in the report, and none are made up for a real user.
    !(operation?.action.does === 'open' && (request.body ?? '').includes(mask)) &&
    !(request.body ?? '').includes('\0') &&
    (request.body ?? '').length <= longestBody
  );
}

function needsItsSecret(clauses: readonly Clause[], { sensitive }: Contract): boolean {
  const names = new Set(
    [...sensitive.properties, ...sensitive.query].map((name) => name.toLowerCase()),
  );
  return clauses.some(
    ({ element, group }) => group !== 'response' && names.has((element ?? '').toLowerCase()),
  );
}

function keyIn({ exchange, operation, path }: Step, { key }: Resource): string | undefined {
  if (key === undefined) return undefined;
  if (path[key] !== undefined) return path[key];
  if (operation?.action.does !== 'create') return undefined;
  try {
    const sent = (JSON.parse(exchange.request.body ?? '') as Record<string, unknown>)[key];
    return typeof sent === 'string' ? sent : undefined;
  } catch {
    return undefined;
  }
}

/** What the run itself made of a resource that can be made and deleted: the line may do both as well. */
function ownKeyIn(
  step: Step,
  resource: Resource,
  { contract, parameters: { level, runId } }: CurlContext,
): string | undefined {
  const exist = [makerOf(resource), resource.operations.delete].every((id) =>
    contract.operations.some((one) => one.id === id),
  );
  if (level === 'default' || !exist) return undefined;
  const key = keyIn(step, resource);
  return key !== undefined && isMadeBy(runId, key) ? key : undefined;
}

/**
 * Whether a line may repeat a step. What it changes it must take away again by itself, except in a sandbox: a
 * configuration, say, would stay saved, and with the mask for its secret.
 */
function isRepeatable(step: Step, context: CurlContext): boolean {
  const { operation } = step;
  const { method } = step.exchange.request;
  const does = operation?.action.does;
  const changes = operation === undefined ? !['GET', 'HEAD'].includes(method) : operation.changes;
  return (
    !changes ||
    does === 'open' ||
    does === 'close' ||
    context.parameters.level === 'disposable' ||
    context.contract.resources.some((one) => ownKeyIn(step, one, context) !== undefined)
  );
}

interface Fixture {
  /** Makes what the first step works on. */
  readonly before: readonly Exchange['request'][];
  /** Takes away what the line made. */
  readonly after: readonly Exchange['request'][];
}

/** Kinds of clauses about what is not there: nothing is made beforehand. */
const aboutNothing: ReadonlySet<Clause['kind']> = new Set(['existence', 'neverCreated', 'order']);

/** What the run had made before the check began and has deleted since: the line makes it, and deletes it again. */
function fixtureOf(
  steps: readonly Step[],
  clauses: readonly Clause[],
  context: CurlContext,
): Fixture {
  const { contract } = context;
  const { target } = context.parameters;
  const makes = !clauses.some(({ kind }) => aboutNothing.has(kind));
  const taken = clauses.some(({ kind }) => kind === 'taken');
  const before: Exchange['request'][] = [];
  const after: Exchange['request'][] = [];
  for (const resource of contract.resources) {
    const operation = (id: string | undefined) => contract.operations.find((one) => one.id === id);
    const create = operation(makerOf(resource));
    const remove = operation(resource.operations.delete);
    if (create?.body === undefined || remove === undefined || resource.key === undefined) continue;
    const firsts = new Map<string, Step>();
    for (const step of steps) {
      const key = ownKeyIn(step, resource, context);
      if (key !== undefined && !firsts.has(key)) firsts.set(key, step);
    }
    const { key: name } = resource;
    const examples = Object.values(create.body.examples).map(
      (one) => one as Record<string, unknown>,
    );
    const fullest = examples.toSorted((a, b) => Object.keys(b).length - Object.keys(a).length)[0];
    const isSent = create.body.properties.some((property) => property.name === name);
    for (const [key, { operation: first, exchange }] of firsts) {
      const missing = exchange.response?.status === 404;
      if (makes && (taken || first?.id !== create.id) && !missing)
        before.push({
          method: create.method,
          url: target.url + filledPath(create.path, { [name]: key }),
          headers: { 'content-type': create.body.mediaType },
          body: JSON.stringify(isSent ? { ...fullest, [name]: key } : fullest),
        });
      after.push({
        method: remove.method,
        url: target.url + filledPath(remove.path, { [name]: key }),
        headers: {},
      });
    }
  }
  return { before, after };
}

/** Up to the last exchange in which something differed; all where that is not known. */
function untilFinding({ exchanges, mismatches }: CheckResult): readonly Exchange[] {
  const found = mismatches.map(({ exchange }) => exchange ?? exchanges.length - 1);
  return exchanges.slice(0, Math.max(...found, 0) + 1);
}

const longestLabel = 160;

/** A command that says which request follows and what should come of it; marks the one with the wrong response. */
function label(check: CheckResult, { index, exchange: { response } }: Step): string {
  const wrong = check.mismatches.filter(({ exchange }) => exchange === index);
  const messages = wrong.map(({ message, expected }) =>
    typeof expected === 'number' ? `expected ${expected}: ${message}` : message,
  );
  const text =
    wrong.length > 0
      ? `WRONG ANSWER, ${messages.join('; ')}`
      : `expected ${response?.status ?? 'no response'}, which the run got`;
  const cut = text.length > longestLabel ? `${text.slice(0, longestLabel)}…` : text;
  return `echo ${shellWord(`# ${stepName(check, index)}: ${cut.replaceAll(/\s+/g, ' ')}`)}`;
}

/** The line for bash that sends a check's requests again with curl; undefined where only the runner can. */
export function curlLine(context: CurlContext): (check: CheckResult) => string | undefined {
  const { contract, access, principals, parameters } = context;
  const route = createRouter(contract);
  const clauseOf = new Map(contract.clauses.map((clause) => [clause.id, clause]));
  const { url } = parameters.target;
  const [first] = principals;
  return (check) => {
    const clauses = check.mismatches.flatMap(({ clause }) => clauseOf.get(clause) ?? []);
    const steps = untilFinding(check)
      .map((exchange, index) => stepOf(route, context, exchange, index))
      .filter((step) => !signsIn(step));
    if (first === undefined || steps.length === 0 || steps.length > mostCommands) return undefined;
    if (!steps.every(isPlain) || needsItsSecret(clauses, contract)) return undefined;
    if (!steps.every((step) => isRepeatable(step, context))) return undefined;
    if (clauses.some(({ kind }) => beyondCurl.has(kind))) return undefined;

    const before = new Set<string>();
    const after = new Set<string>();
    const signed = (principal: Principal, operation?: Operation): string => {
      const { schemes } = principal;
      const scheme =
        operation && schemesOf(operation).find((name) => schemes?.includes(name) ?? true);
      const signIn = access.curl(url, principal, scheme);
      if (signIn.before !== undefined) before.add(signIn.before);
      if (signIn.after !== undefined) after.add(signIn.after);
      return signIn.words;
    };
    const { timeoutMs } = parameters;
    const fixture = fixtureOf(steps, clauses, context);
    const quietly = (request: Exchange['request']): string =>
      curlCommand(request, signed(first), { quiet: true, timeoutMs });
    const commands = [
      ...fixture.before.map(quietly),
      ...steps.flatMap((step) => {
        const { request, sender } = step.exchange;
        const principal = principals.find(({ name }) => name === sender.principal);
        const signIn =
          principal === undefined || sender.wrongWay === 'none'
            ? undefined
            : signed(principal, step.operation);
        return [label(check, step), curlCommand(request, signIn, { timeoutMs })];
      }),
      ...fixture.after.map(quietly),
    ];
    return [...before, ...commands, ...after].join('; ');
  };
}
