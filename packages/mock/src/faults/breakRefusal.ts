import type { Clause, Contract } from '@oidc-admin/contract';
import type { Fault } from './fault.ts';
import {
  inAlternatives,
  withBody,
  withProperty,
  withoutRequired,
  withOperation,
} from './changeContract.ts';
import { placeOf, sentBody } from './places.ts';
import { replyOf } from '../replyOf.ts';
import { withSaved } from '../state/stateJson.ts';
import { breakSecurity } from './breakSecurity.ts';
import { isKeyword, keywordIgnored, withoutHints } from './keywordIgnored.ts';

type Hooks = Partial<Fault>;

/** A server that does not refuse what a clause says that it refuses. */
export function breakRefusal(clause: Clause, contract: Contract): Hooks {
  const { kind, operation, element } = clause;
  if (clause.in === undefined && isKeyword(kind))
    return { contract: (right) => keywordIgnored(right, clause) };
  switch (kind) {
    case 'security':
      return breakSecurity(clause, contract);
    case 'credentials':
      return anyCredentials;
    case 'permission':
      return { contract: (right) => withOperation(right, operation, withoutRoles) };
    case 'order':
      return orderReversed(clause);
    case 'taken':
      return overwriting;
    case 'mediaType':
      return anyMediaType;
    case 'required':
      return { contract: (right) => withoutRequired(right, operation, element) };
    case 'conditional':
      return { contract: (right) => withoutCondition(right, clause) };
    case 'nullRequired':
      return {
        contract: (right) =>
          withProperty(right, operation, element, (schema) => ({
            anyOf: [schema, { type: 'null' }],
          })),
      };
    case 'nullOptional':
      return {
        decide: (decision, context) =>
          sentBody(context)[element ?? ''] === null
            ? context.refuse(500, 'The server failed.')
            : decision,
      };
    case 'prefix':
    case 'unreachable':
      return { contract: (right) => withoutHints(right, clause, [kind]) };
    case 'unknownProperty':
      return unknownRefused;
    case 'method':
      return {
        reply: (reply) =>
          reply.status === 405 || reply.headers.some(([name]) => name === 'allow')
            ? replyOf(200, [['content-type', 'application/json']], {})
            : reply,
      };
    default:
      return pretendingFor(clause.id);
  }
}

/** Checks in the opposite order. Whoever is not signed in has no role either, and is told so first. */
function orderReversed({ value }: Clause): Hooks {
  const checks = JSON.stringify(value);
  if (checks.includes('existence') || checks.includes('body'))
    return { contract: (right) => ({ ...right, order: right.order.toReversed() }) };
  return {
    decide: (decision, context) =>
      decision.broken[0]?.kind === 'security' && context.operation.roles !== undefined
        ? context.refuse(403, 'You may not do this.')
        : decision,
  };
}

/** Answers as if all were right where this clause refuses. */
function pretendingFor(clause: string): Hooks {
  return {
    decide: (decision, context) =>
      decision.clause === clause || decision.broken[0]?.clause === clause
        ? context.pretend()
        : decision,
  };
}

const anyCredentials: Hooks = {
  request: (request, { operation, deployment }) => {
    const [user] = Object.entries(deployment.users);
    const { session } = operation;
    if (user === undefined || session === undefined || request.body.kind !== 'json') return request;
    const right = { [session.username]: user[0], [session.password]: user[1].password };
    const sent = sentBody({ request });
    const wrong = [session.username, session.password].every(
      (name) => typeof sent[name] === 'string',
    );
    return wrong ? { ...request, body: { kind: 'json', value: { ...sent, ...right } } } : request;
  },
};

const overwriting: Hooks = {
  view: (state, context) => {
    const place = placeOf(context);
    return place === undefined ? state : withSaved(state, place, undefined);
  },
};

const anyMediaType: Hooks = {
  request: (request, { operation }) =>
    operation.body === undefined ? request : { ...request, mediaType: operation.body.mediaType },
};

const unknownRefused: Hooks = {
  decide: (decision, context) => {
    const known = new Set(context.operation.body?.properties.map(({ name }) => name));
    const unknown = Object.keys(sentBody(context)).some((name) => !known.has(name));
    return unknown && decision.broken.length === 0
      ? context.refuse(400, 'The request has a property that is not known.')
      : decision;
  },
};

/** An operation that everybody may use. */
export function withoutRoles<T extends { readonly roles?: readonly string[] }>(operation: T): T {
  const { roles: _, ...rest } = operation;
  return rest as T;
}

/** One alternative of a union demands a property less. */
function withoutCondition(contract: Contract, { operation, element, value }: Clause): Contract {
  const demanded = JSON.stringify(value);
  const left = (names: readonly string[]): readonly string[] =>
    JSON.stringify(names) === demanded ? names.filter((name) => name !== element) : names;
  return withBody(contract, operation, (body) => ({
    ...body,
    alternatives: body.alternatives.map(left),
    schema: inAlternatives(body.schema, (alternative) => ({
      ...alternative,
      required: left((alternative['required'] ?? []) as readonly string[]),
    })),
  }));
}
