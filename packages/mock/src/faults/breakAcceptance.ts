import type { Clause, Contract, JsonValue, Operation } from '@oidc-admin/contract';
import { withProperty } from './changeContract.ts';
import type { Fault, FaultContext } from './fault.ts';
import { limitMoved } from './limitMoved.ts';
import { sentBody } from './places.ts';

type Hooks = Partial<Fault>;

/** A server that refuses what a clause says that it accepts. */
export function breakAcceptance(clause: Clause): Hooks {
  const { kind, operation, element = '', value } = clause;
  switch (kind) {
    case 'atMaxLength':
      return { contract: (right) => limitMoved(right, clause, 'maxLength', -1) };
    case 'atMinLength':
      return { contract: (right) => limitMoved(right, clause, 'minLength', 1) };
    case 'atMaximum':
      return { contract: (right) => limitMoved(right, clause, 'maximum', -1) };
    case 'atMinimum':
      return { contract: (right) => limitMoved(right, clause, 'minimum', 1) };
    case 'enumValue':
      return {
        contract: (right) =>
          withProperty(right, operation, element, (schema) => ({
            ...schema,
            enum: withoutLast(value),
          })),
      };
    case 'charset':
      return {
        request: (request, { received }) =>
          /charset/i.test(received.headers['content-type'] ?? '')
            ? { ...request, mediaType: received.headers['content-type'] ?? '' }
            : request,
      };
    case 'pathCase':
      return refusing(404, (context) => !isSpelled(context, 'case'));
    case 'trailingSlash':
      return refusing(404, (context) => !isSpelled(context, 'slash'));
    case 'signIn':
      return refusing(500, () => true);
    case 'minimal':
      return refusing(400, (context) => optionalSent(context).length === 0);
    case 'full':
      return refusing(400, isFull);
    default:
      return refusing(400, (context) => isAlternative(context, element.split('+')));
  }
}

/** Refuses right requests of one sort. */
export function refusing(status: number, when: (context: FaultContext) => boolean): Hooks {
  return {
    decide: (decision, context) =>
      decision.broken.length === 0 && when(context)
        ? context.refuse(status, 'The request is not accepted.')
        : decision,
  };
}

function withoutLast(values: JsonValue | undefined): readonly JsonValue[] {
  const list = Array.isArray(values) ? (values as readonly JsonValue[]) : [];
  // Nothing may be left, but a schema needs a value in its list.
  return list.length > 1 ? list.slice(0, -1) : ['(none)'];
}

/** Optional properties of the body, or parameters of the query, that a request has. */
function optionalSent(context: FaultContext): readonly string[] {
  const { body, parameters } = context.operation;
  if (body === undefined)
    return parameters
      .filter(({ name, in: place }) => place === 'query' && name in context.request.query)
      .map(({ name }) => name);
  const needed = body.alternatives.flat();
  return Object.keys(sentBody(context)).filter((name) => !needed.includes(name));
}

/** Whether a request has everything that has a meaning together. */
function isFull(context: FaultContext): boolean {
  const { body, parameters, session } = context.operation;
  if (body === undefined)
    return parameters
      .filter(({ name, in: place }) => place === 'query' && !asksForMore(context.operation, name))
      .every(({ name }) => name in context.request.query);
  const sent = sentBody(context);
  return body.properties.every(
    ({ name, irrelevantWith }) =>
      irrelevantWith !== undefined ||
      /[.[]/.test(name) ||
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

function isAlternative(context: FaultContext, own: readonly string[]): boolean {
  const sent = sentBody(context);
  const others = (context.operation.body?.alternatives ?? [])
    .flat()
    .filter((name) => !own.includes(name) && !isCommon(context.operation, name));
  return (
    own.every((name) => Object.hasOwn(sent, name)) &&
    others.every((name) => !Object.hasOwn(sent, name))
  );
}

function isCommon({ body }: Operation, name: string): boolean {
  return body?.alternatives.every((names) => names.includes(name)) ?? false;
}

/** Whether a path is written as the document writes it, as to letter case or as to its last slash. */
export function isSpelled(
  { contract, operation, received }: Pick<FaultContext, 'contract' | 'operation' | 'received'>,
  as: 'case' | 'slash',
): boolean {
  const [path = ''] = received.target.split('?', 1);
  if (as === 'slash') return path.endsWith('/') === operation.path.endsWith('/');
  return documentedCase(contract, operation, path);
}

function documentedCase({ basePath }: Contract, { path }: Operation, given: string): boolean {
  const parts = given.replace(/\/$/, '').split('/');
  const documented = `${basePath}${path}`.replace(/\/$/, '').split('/');
  return documented.every((part, index) => part.startsWith('{') || part === parts[index]);
}
