import {
  isObject,
  savedAt,
  valueAt,
  type Contract,
  type Fault,
  type JsonValue,
} from '@oidc-admin/mock';
import { namedPlace, realisticFaults, sentBody, withProperty } from '@oidc-admin/mock/faults';
import { radiusChallenge } from './radiusChallenge.ts';

/** Every fault of this mock, for its option `faults`: those that any API can have, and what only this one can do wrong. */
export function pvwaFaults(contract: Contract): readonly Fault[] {
  return [...realisticFaults(contract), ...ownFaults];
}

/** Source: facts seen in the wild. */
const ownFaults: readonly Fault[] = [
  radiusChallenge,
  {
    name: 'windows-logon-without-token',
    description: 'A log-on of type Windows answers 200 with an object that holds no token.',
    breaks: [],
    operation: 'logon',
    decide: (decision, { request }) =>
      request.path['type'] === 'Windows' && decision.status === 200
        ? { ...decision, body: { UserName: null, LogonInfo: 'Windows' } }
        : decision,
  },
  {
    name: 'session-ended-by-403',
    description:
      'A token that no longer holds is answered with 403 and CAIWS001E, as some versions do.',
    breaks: [],
    decide: (decision, context) => {
      const ended =
        decision.broken[0]?.kind === 'security' && context.request.caller.kind === 'token';
      if (!ended) return decision;
      const body = { ErrorCode: 'CAIWS001E', ErrorMessage: 'The session has ended.' };
      return { ...context.refuse(403, body.ErrorMessage), body };
    },
  },
  {
    name: 'details-as-one-object',
    description: 'Details of an error is an object instead of a list, as in some versions.',
    breaks: [
      'pvwa.addProvider.Details.errorBody',
      'pvwa.updateProvider.Details.errorBody',
      'pvwa.logon.Details.errorBody',
    ],
    decide: (decision) => {
      const details = valueAt(decision.body, '/Details');
      return Array.isArray(details)
        ? { ...decision, body: { ...(decision.body as object), Details: details[0] as JsonValue } }
        : decision;
    },
  },
  {
    name: 'discovery-always-required',
    description:
      'The three properties without discoveryEndpointUrl are refused, as by older versions.',
    breaks: [],
    decide: (decision, context) =>
      context.operation.body?.alternatives.length === 2 &&
      decision.broken.length === 0 &&
      sentBody(context)['discoveryEndpointUrl'] === undefined
        ? context.refuse(400, 'discoveryEndpointUrl is required.')
        : decision,
  },
  {
    name: 'implicit-flow-accepted',
    description: 'The flow Implicit of earlier versions is still accepted.',
    breaks: [],
    contract: (contract) =>
      contract.operations.reduce(
        (read, { id }) =>
          withProperty(read, id, 'authenticationFlow', (schema) => ({
            ...schema,
            enum: ['Code', 'Implicit'],
          })),
        contract,
      ),
  },
  {
    name: 'secret-in-conflict',
    description: 'An error about a taken id repeats the client secret of the one that has it.',
    breaks: ['pvwa.provider.noOtherSecrets'],
    operation: 'addProvider',
    decide: (decision, context) => {
      const place = namedPlace(context);
      if (decision.broken[0]?.kind !== 'taken' || place === undefined) return decision;
      const saved = savedAt(context.state, place);
      const text = `Taken: ${JSON.stringify(saved)}`;
      return isObject(decision.body)
        ? { ...decision, body: { ...decision.body, ErrorMessage: text } }
        : decision;
    },
  },
];
