import type { Contract, RuleKind } from '@oidc-admin/contract';
import { isObject } from '@oidc-admin/model';
import type { Fault, FaultHooks } from '../fault.ts';
import { withoutRoles } from './contractChanges.ts';
import { faultsIn, type FaultTable } from './faultTable.ts';
import { inErrors } from './requestHooks.ts';

/** Faults of refusals: their status, their body, and the order of the checks. */
export function errorFaults(contract: Contract): readonly Fault[] {
  return faultsIn(crashes, bodies, orders(contract), contract.roles.length < 2 ? {} : roles);
}

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

/** The server fails where it should refuse. */
const crashes: FaultTable = Object.fromEntries(
  crashing.map((kind): [string, FaultTable[string]] => {
    const name = `crash-on-${kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const decide: FaultHooks['decide'] = (decision, context) =>
      decision.broken.some((broken) => broken.kind === kind)
        ? context.refuse(500, 'The server failed.')
        : decision;
    const description = `A request that breaks the rule ${kind} is answered with 500.`;
    return [kind, { [name]: [description, { decide }] }];
  }),
);

const bodies: FaultTable = {
  errorBody: {
    'error-without-body': [
      'Errors have no body.',
      inErrors((decision) => ({ ...decision, body: undefined, headers: [] })),
    ],
    'error-as-text': [
      'Errors are plain text.',
      inErrors((decision) => ({
        ...decision,
        body: 'The request failed.',
        headers: [['content-type', 'text/plain']],
      })),
    ],
    'error-as-problem': [
      'Errors have a body of another form (RFC 9457).',
      inErrors((decision) => ({
        ...decision,
        body: { title: 'The request failed.', status: decision.status },
        headers: [['content-type', 'application/problem+json']],
      })),
    ],
    'error-in-envelope': [
      'The body of an error is inside another object.',
      inErrors((decision) => ({ ...decision, body: { error: decision.body ?? null } })),
    ],
    'error-texts-are-numbers': [
      'The texts of an error are numbers.',
      inErrors((decision) => ({
        ...decision,
        body: isObject(decision.body)
          ? Object.fromEntries(Object.keys(decision.body).map((name) => [name, 17]))
          : 17,
      })),
    ],
  },
  malformedJson: {
    'error-with-status-200': [
      'Refusals are answered with 200.',
      inErrors((decision) => ({ ...decision, status: 200 })),
    ],
  },
};

function orders({ order: documented }: Contract): FaultTable {
  const names = documented.map((rank) => [rank].flat().join('-or-'));
  const last = documented.length - 1;
  if (last < 2) return {};
  const moved = (from: number, to: number, what: string): FaultTable[string] => ({
    [`${names[from]}-before-${names[to]}`]: [
      `The check of ${names[from]} comes before ${what}.`,
      { contract: (right) => ({ ...right, order: withMoved(documented, from, to) }) },
    ],
  });
  // Whoever is not signed in has no role: what comes first of these two makes no difference.
  const swapped = names
    .slice(1, last)
    .map((name, index) => moved(index + 2, index + 1, `that of ${name}`));
  return {
    order: Object.fromEntries([moved(last, 0, 'all others'), ...swapped].flatMap(Object.entries)),
  };
}

function withMoved(order: Contract['order'], from: number, to: number): Contract['order'] {
  return order.toSpliced(from, 1).toSpliced(to, 0, ...order.slice(from, from + 1));
}

/** Everybody may use the operations that change something, or the others, or all. */
function anybody(...changes: readonly boolean[]): FaultHooks {
  return {
    contract: (right) =>
      right.operations
        .filter((operation) => changes.includes(operation.changes))
        .reduce((read, { id }) => withoutRoles(read, id), right),
  };
}

const roles: FaultTable = {
  permission: {
    'any-role-may-do-everything': ['Roles are not looked at.', anybody(true, false)],
    'any-role-may-read': ['Roles are looked at only where something changes.', anybody(false)],
    'any-role-may-change': ['Roles are looked at only where nothing changes.', anybody(true)],
    'refused-role-by-404': [
      'A role that may not do something is answered as if there were nothing.',
      {
        decide: (decision, context) =>
          decision.broken[0]?.kind === 'permission'
            ? context.refuse(404, 'There is nothing here.')
            : decision,
      },
    ],
  },
};
