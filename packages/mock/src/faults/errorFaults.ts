import type { Contract, RuleKind } from '@oidc-admin/contract';
import { isJsonObject } from '../jsonPointer.ts';
import { withoutRoles } from './breakRefusal.ts';
import { withOperation } from './changeContract.ts';
import type { Decision, Fault, FaultClass, FaultContext } from './fault.ts';

/** Faults of refusals: their status, their body, and the order of the checks. */
export function errorFaults(contract: Contract): readonly Fault[] {
  const kinds = new Set(
    contract.clauses.filter(({ group }) => group === 'refuse').map(({ kind }) => kind),
  );
  const crashing: readonly RuleKind[] = [
    'malformedJson',
    'emptyBody',
    'bodyType',
    'type',
    'existence',
    'taken',
    'nullRequired',
    'required',
  ];
  return [
    ...crashing.filter((kind) => kinds.has(kind)).map(crash),
    ...bodies,
    ...(contract.order.length === 0 ? [] : orders(contract)),
    ...(contract.roles.length < 2 ? [] : roles(contract)),
  ];
}

/** The server fails where it should refuse. */
function crash(kind: RuleKind): Fault {
  return {
    name: `crash-on-${kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    class: 'status',
    description: `A request that breaks the rule ${kind} is answered with 500.`,
    breaks: [kind],
    decide: (decision, context) =>
      decision.broken.some((broken) => broken.kind === kind)
        ? context.refuse(500, 'The server failed.')
        : decision,
  };
}

const inErrors = (change: (decision: Decision) => Decision): Partial<Fault> => ({
  decide: (decision) => (decision.status >= 400 ? change(decision) : decision),
});

const make = (
  name: string,
  kind: FaultClass,
  breaks: string,
  description: string,
  hooks: Partial<Fault>,
): Fault => ({
  name,
  class: kind,
  description,
  breaks: [breaks],
  ...hooks,
});

const bodies: readonly Fault[] = [
  make(
    'error-without-body',
    'body',
    'errorBody',
    'Errors have no body.',
    inErrors((decision) => ({ ...decision, body: undefined, headers: [] })),
  ),
  make(
    'error-as-text',
    'body',
    'errorBody',
    'Errors are plain text.',
    inErrors((decision) => ({
      ...decision,
      body: 'The request failed.',
      headers: [['content-type', 'text/plain']],
    })),
  ),
  make(
    'error-as-problem',
    'body',
    'errorBody',
    'Errors have a body of another form (RFC 9457).',
    inErrors((decision) => ({
      ...decision,
      body: { title: 'The request failed.', status: decision.status },
      headers: [['content-type', 'application/problem+json']],
    })),
  ),
  make(
    'error-in-envelope',
    'body',
    'errorBody',
    'The body of an error stands inside another object.',
    inErrors((decision) => ({ ...decision, body: { error: decision.body ?? null } })),
  ),
  make(
    'error-with-status-200',
    'status',
    'status',
    'Refusals are answered with 200.',
    inErrors((decision) => ({ ...decision, status: 200 })),
  ),
  make(
    'error-texts-are-numbers',
    'type',
    'errorBody',
    'The texts of an error are numbers.',
    inErrors((decision) => ({
      ...decision,
      body: isJsonObject(decision.body)
        ? Object.fromEntries(Object.keys(decision.body).map((name) => [name, 17]))
        : 17,
    })),
  ),
];

function orders(contract: Contract): readonly Fault[] {
  const swapped = (name: string, description: string, order: Contract['order']): Fault =>
    make(name, 'order', 'order', description, { contract: (right) => ({ ...right, order }) });
  // Whoever is not signed in has no role: what comes first of these two makes no difference.
  const [first, second, third, fourth] = contract.order;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined)
    return [];
  return [
    swapped(`${fourth}-before-${first}`, `The check of ${fourth} comes before all others.`, [
      fourth,
      first,
      second,
      third,
    ]),
    swapped(`${fourth}-before-${third}`, `The check of ${fourth} comes before that of ${third}.`, [
      first,
      second,
      fourth,
      third,
    ]),
    swapped(`${third}-before-${second}`, `The check of ${third} comes before that of ${second}.`, [
      first,
      third,
      second,
      fourth,
    ]),
  ];
}

function roles(contract: Contract): readonly Fault[] {
  const anybody = (right: Contract, changes: boolean | undefined): Contract =>
    right.operations.reduce(
      (read, { id, changes: does }) =>
        changes !== undefined && does !== changes ? read : withOperation(read, id, withoutRoles),
      right,
    );
  return [
    make('any-role-may-do-everything', 'role', 'permission', 'Roles are not looked at.', {
      contract: (right) => anybody(right, undefined),
    }),
    make(
      'any-role-may-read',
      'role',
      'permission',
      'Roles are looked at only where something changes.',
      { contract: (right) => anybody(right, false) },
    ),
    make(
      'any-role-may-change',
      'role',
      'permission',
      'Roles are looked at only where nothing changes.',
      { contract: (right) => anybody(right, true) },
    ),
    make(
      'refused-role-by-401',
      'role',
      'permission',
      'A role that may not do something is answered like a missing sign-in.',
      {
        decide: (decision, context: FaultContext) =>
          decision.broken[0]?.kind === 'permission'
            ? context.refuse(401, 'Sign in first.')
            : decision,
      },
    ),
  ].filter(() => contract.operations.some((operation) => operation.roles !== undefined));
}
