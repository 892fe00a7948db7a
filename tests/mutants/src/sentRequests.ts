import { isNested, type Operation } from '@oidc-admin/contract';
import type { FaultContext } from '@oidc-admin/mock';
import { sentBody } from '@oidc-admin/mock/faults';

/** Optional properties of the body, or parameters of the query, that a request has. */
export function optionalSent(context: FaultContext): readonly string[] {
  const { body, parameters } = context.operation;
  if (body === undefined)
    return parameters
      .filter(({ name, in: place }) => place === 'query' && name in context.request.query)
      .map(({ name }) => name);
  const needed = body.alternatives.flat();
  return Object.keys(sentBody(context)).filter((name) => !needed.includes(name));
}

/** Whether a request has everything that has a meaning together. */
export function isFull(context: FaultContext): boolean {
  const { body, parameters, session } = context.operation;
  if (body === undefined)
    return parameters
      .filter(({ name, in: place }) => place === 'query' && !asksForMore(context.operation, name))
      .every(({ name }) => name in context.request.query);
  const sent = sentBody(context);
  return body.properties.every(
    ({ name, irrelevantWith }) =>
      irrelevantWith !== undefined ||
      isNested(name) ||
      session?.never.includes(name) === true ||
      Object.hasOwn(sent, name),
  );
}

/** Whether a parameter is one of those that ask for another property of the response. */
function asksForMore({ responses }: Operation, name: string): boolean {
  return responses.some(({ properties }) =>
    properties.some((property) => property.presentWhen?.includes(`query.${name}`) === true),
  );
}

/** Whether a body has the properties of one alternative of a union, and of no other. */
export function isAlternative(context: FaultContext, own: readonly string[]): boolean {
  const sent = sentBody(context);
  const alternatives = context.operation.body?.alternatives ?? [];
  const others = alternatives
    .flat()
    .filter((name) => !own.includes(name) && !alternatives.every((one) => one.includes(name)));
  return (
    own.every((name) => Object.hasOwn(sent, name)) &&
    others.every((name) => !Object.hasOwn(sent, name))
  );
}
