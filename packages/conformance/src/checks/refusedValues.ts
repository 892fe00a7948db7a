import type { JsonValue, Property } from '@oidc-admin/contract';
import { alternativeWith, bodyValueAt, insideOf, withBodyValue } from './bodies.ts';
import type { CheckContext } from './checkContext.ts';
import { textOf } from './json.ts';
import {
  isKey,
  propertyOfClause,
  refusedRequests,
  type OperationClause,
  type OperationChecks,
  type WrongRequest,
} from './kindChecks.ts';
import { wholeQuery } from './queries.ts';
import { rightRequest } from './requests.ts';
import { sampleOf } from './samples.ts';

/** A clause about a property of the body or a parameter of query or header. */
export interface PropertyClause extends OperationClause {
  readonly property: Property;
  /** Whether it identifies what the operation creates. */
  readonly isKey: boolean;
}

/** A value that breaks one rule of a property, just beyond the edge. */
export interface WrongValue extends Omit<WrongRequest, 'request'> {
  /** `right` is what a right request has there. */
  readonly make: (context: CheckContext, right: JsonValue) => JsonValue;
}

/** A kind of rule about single properties: it sends right requests in which one property has a wrong value. */
export function refusedValues(
  values: (about: PropertyClause) => readonly WrongValue[],
): OperationChecks {
  return refusedRequests((about) => {
    const property = propertyOfClause(about);
    if (property === undefined) return [];
    return values({ ...about, property, isKey: isKey(about) }).map(({ make, ...refusal }) => ({
      ...refusal,
      request: (context) => changedRequest(context, about, property, make),
    }));
  });
}

async function changedRequest(
  context: CheckContext,
  { clause, operation }: OperationClause,
  property: Property,
  make: WrongValue['make'],
): ReturnType<WrongRequest['request']> {
  const { name } = property;
  const alternative = alternativeWith(operation, name);
  // Everything else asks for a change as well, which must not be made.
  const right = await rightRequest(context, operation, { alternative, properties: 'full' });
  const { run } = context;
  const sample = (): JsonValue =>
    sampleOf(property, run.source, run.number(), { inside: insideOf(operation, property) });
  if (clause.in === undefined) {
    const value = make(context, bodyValueAt(right.body, name) ?? sample());
    return { ...right, body: withBodyValue(right.body, name, value) };
  }
  const { paging } = operation;
  // Behind the last page a server may refuse for another reason.
  const isPage = clause.in === 'query' && paging?.from === name && paging.by !== 'cursor';
  const text = textOf(make(context, isPage ? paging.first : sample()));
  const query = wholeQuery(context, operation);
  return clause.in === 'query'
    ? { ...right, query: { ...query, [name]: text } }
    : { ...right, query, headers: { [name.toLowerCase()]: text } };
}
