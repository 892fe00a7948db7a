import type { CheckGroup, Outcome, RuleKind } from '@oidc-admin/contract';
import type { ClauseTopic } from './clauseIndex.ts';
import type { Context } from './context.ts';
import type { Broken } from './model.ts';

/** When a server comes to check a rule. `last` comes after a request that is right in itself. */
export type RuleGroup = CheckGroup | 'last';

/** A rule that a request breaks, what may be answered to it, and when it is checked. */
export interface Breach {
  readonly broken: Broken;
  readonly outcome: Outcome;
  readonly group: RuleGroup;
  /** True where a request is right, but a server that sees it otherwise is only warned of. */
  readonly tolerated?: true;
}

/** A breach of a rule whose clause already is known. */
export function breachOf(context: Context, group: RuleGroup, broken: Broken): Breach {
  return { broken, group, outcome: context.outcome(broken.clause) };
}

/** A breach of the rule that an operation has of some kind. */
export function breachBy(
  context: Context,
  group: RuleGroup,
  operation: string,
  kind: RuleKind,
  details: {
    readonly location: readonly string[];
    readonly message: string;
    readonly about?: ClauseTopic;
  },
): Breach {
  const clause = context.clauses.get(operation, kind, details.about).id;
  return breachOf(context, group, {
    clause,
    kind,
    location: details.location,
    message: details.message,
  });
}

/** Differs for each breach of one request. */
export function nameOf(breach: Breach): string {
  return `${breach.broken.clause} ${breach.broken.location.join('/')}`;
}
