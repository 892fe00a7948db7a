import type { Fault, FaultContext, JsonValue } from '@oidc-admin/mock';
import { textOf } from '@oidc-admin/mock';
import { radiusChallenge } from './radiusChallenge.ts';

const property = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: JsonValue })[name]
    : undefined;

const sent = ({ request }: FaultContext): JsonValue | undefined =>
  request.body.kind === 'json' ? request.body.value : undefined;

/** What only this API can do wrong or otherwise. Source: facts seen in the wild. */
export const pvwaFaults: readonly Fault[] = [
  radiusChallenge,
  {
    name: 'windows-logon-without-token',
    class: 'availability',
    description: 'A log-on of type Windows answers 200 with an object that holds no token.',
    breaks: ['pvwa.logon.200.$.propertyType'],
    operation: 'logon',
    decide: (decision, { request }) =>
      request.path['type'] === 'Windows' && decision.status === 200
        ? { ...decision, body: { UserName: null, LogonInfo: 'Windows' } }
        : decision,
  },
  {
    name: 'session-ended-by-403',
    class: 'availability',
    description:
      'A token that no longer holds is answered with 403 and CAIWS001E, as some versions do.',
    breaks: ['security'],
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
    class: 'body',
    description: 'Details of an error is an object instead of a list, as in some versions.',
    breaks: [
      'pvwa.addProvider.Details.errorBody',
      'pvwa.updateProvider.Details.errorBody',
      'pvwa.logon.Details.errorBody',
    ],
    decide: (decision) => {
      const details = property(decision.body, 'Details');
      return Array.isArray(details)
        ? { ...decision, body: { ...(decision.body as object), Details: details[0] as JsonValue } }
        : decision;
    },
  },
  {
    name: 'discovery-always-required',
    class: 'conditional',
    description:
      'The three properties without discoveryEndpointUrl are refused, as by older versions.',
    breaks: [
      'pvwa.updateProvider.authenticationEndpointUrl+issuer+jwkSet.alternative',
      'pvwa.addProvider.authenticationEndpointUrl+issuer+jwkSet.alternative',
    ],
    decide: (decision, context) =>
      context.operation.body?.alternatives.length === 2 &&
      decision.broken.length === 0 &&
      property(sent(context), 'discoveryEndpointUrl') === undefined
        ? context.refuse(400, 'discoveryEndpointUrl is required.')
        : decision,
  },
  {
    name: 'implicit-flow-accepted',
    class: 'enum',
    description: 'The flow Implicit of earlier versions is still accepted.',
    breaks: [
      'pvwa.updateProvider.authenticationFlow.enum',
      'pvwa.addProvider.authenticationFlow.enum',
    ],
    contract: (contract) => ({
      ...contract,
      operations: contract.operations.map((operation) =>
        operation.body === undefined
          ? operation
          : {
              ...operation,
              body: {
                ...operation.body,
                schema: withImplicit(operation.body.schema),
                properties: operation.body.properties.map((entry) =>
                  entry.name === 'authenticationFlow'
                    ? { ...entry, schema: { ...entry.schema, enum: ['Code', 'Implicit'] } }
                    : entry,
                ),
              },
            },
      ),
    }),
  },
  {
    name: 'secret-in-conflict',
    class: 'secret',
    description: 'An error about a taken id repeats the client secret of the one that has it.',
    breaks: ['pvwa.provider.noOtherSecrets'],
    operation: 'addProvider',
    decide: (decision, context) => {
      if (decision.broken[0]?.kind !== 'taken') return decision;
      const id = property(sent(context), 'id');
      const saved = context.state.resources.get('provider')?.get('')?.get(textOf(id));
      return {
        ...decision,
        body: { ...(decision.body as object), ErrorMessage: `Taken: ${JSON.stringify(saved)}` },
      };
    },
  },
];

function withImplicit(
  schema: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const text = JSON.stringify(schema).replaceAll('"enum":["Code"]', '"enum":["Code","Implicit"]');
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
