import type {
  Clause,
  Contract,
  Operation,
  Property,
  Resource,
  RuleKind,
} from '@oidc-admin/contract';
import { isStatus, type Mismatch } from '@oidc-admin/model';
import type { Level } from '../runner/runParameters.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './checkContext.ts';
import type { CheckRequest } from './checkRequest.ts';
import type { SentRequest } from './sent.ts';

/** A clause about an operation. */
export interface OperationClause {
  readonly contract: Contract;
  readonly clause: Clause;
  readonly operation: Operation;
}

/** A clause about a resource. */
export interface ResourceClause {
  readonly contract: Contract;
  readonly clause: Clause;
  readonly resource: Resource;
}

/** One way to verify a clause; a check is made of each. What is left out follows from the clause's operation. */
export interface Variant extends Partial<
  Pick<Check, 'principals' | 'parents' | 'waits' | 'sideBySide'>
> {
  /** Its name behind the clause's id; none where the kind has but one way. */
  readonly name?: string;
  /** Another level than the operation's, where a server that does something wrong might do more, or less. */
  readonly needs?: Level;
  /** Further clauses that hold when it passes. */
  readonly clauses?: readonly string[];
  readonly run: (context: CheckContext) => Promise<void>;
}

/** A request that a right server refuses. */
export interface WrongRequest extends Omit<Variant, 'run'> {
  /** Another clause by whose answers it may be refused as well. */
  readonly answeredAs?: Clause;
  readonly request: (context: CheckContext) => Promise<CheckRequest>;
  /** What more the response must show. */
  readonly verify?: (context: CheckContext, sent: SentRequest) => void;
}

/** How clauses of one kind about an operation are verified. */
export interface OperationChecks {
  /** What its checks are answered with by a right server, whatever the server chooses to do. */
  readonly shows?: 'success' | 'error';
  readonly variants: (about: OperationClause) => readonly Variant[];
  /** The refused requests of which the variants are made. */
  readonly refusals?: (about: OperationClause) => readonly WrongRequest[];
}

/** A kind of clause with which every response is compared; the checks that bring such a response about verify it. */
export interface ResponseChecks {
  readonly shownBy: 'success' | 'error';
  /** Further checks of its own. */
  readonly variants?: OperationChecks['variants'];
}

/** How clauses of one kind about what holds between requests are verified. */
export interface ResourceChecks {
  readonly variants: (about: ResourceClause) => readonly Variant[];
}

/** A kind of rule that a right server enforces: it sends requests that break it, and nothing changes by them. */
export function refusedRequests(
  refusals: (about: OperationClause) => readonly WrongRequest[],
): OperationChecks {
  return {
    shows: 'error',
    refusals,
    variants: (about) =>
      refusals(about).map(({ request, answeredAs, verify, ...variant }) => ({
        sideBySide: true,
        ...variant,
        run: async (context) => {
          if (answeredAs !== undefined) {
            await refusedAsEither(context, about, answeredAs, await request(context));
            return;
          }
          // Of several rules that the request breaks, a mismatch names the one that the check is about.
          const relabel = ({ clause }: Mismatch): string =>
            variant.clauses?.includes(clause) === true ? about.clause.id : clause;
          const sent = await context.send(await request(context), { relabel });
          verify?.(context, sent);
        },
      })),
  };
}

/** Sends what may be refused for one rule or for the other: the form of the refusal, and what it shows, are judged all the same. */
async function refusedAsEither(
  context: CheckContext,
  { operation }: OperationClause,
  { kind, element, outcome }: Clause,
  request: CheckRequest,
): Promise<void> {
  const { run } = context;
  const sent = await context.send(request, { silent: true });
  const { observed } = sent;
  const isOther = (outcome?.allow ?? []).some(
    (one) =>
      'status' in one && observed !== undefined && isStatus(one.status, observed.response.status),
  );
  if (sent.matched !== undefined || observed === undefined || !isOther) {
    context.add(sent.mismatches);
    return;
  }
  const allowed = run.model.refusal(run.state, operation.id, kind as RuleKind, element);
  const { mismatches } = run.model.judge(allowed, observed.response);
  const { status } = observed.response;
  context.add([...mismatches, ...sent.mismatches.filter(({ actual }) => actual !== status)]);
}

/** The property or parameter that a clause speaks of. */
export function propertyOfClause({ clause, operation }: OperationClause): Property | undefined {
  const { in: place, element } = clause;
  return place === undefined
    ? operation.body?.properties.find(({ name }) => name === element)
    : operation.parameters.find((one) => one.in === place && one.name === element);
}

/** Whether a property identifies what the operation creates, reads, replaces or deletes. */
export function isKey({ contract, clause, operation: { action } }: OperationClause): boolean {
  return contract.resources.some(
    ({ name, key }) => 'resource' in action && action.resource === name && key === clause.element,
  );
}
