import { distinguishingProperties, sentProperties, without } from '../checks/bodies.ts';
import type { Body } from '../checks/bodies.ts';
import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check, Level } from '../checks/check.ts';
import type { Clause, Property, Operation } from '../checks/contractTypes.ts';
import { rightRequest } from '../checks/requests.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { wrongValues } from './wrongValues.ts';
import type { About } from './wrongValues.ts';

/** Requests that break one rule of one property of the body, each at the edge. */
export function propertyChecks(book: Book): readonly Check[] {
  return book.contract.operations
    .filter(({ body }) => body !== undefined)
    .flatMap((operation) =>
      sentProperties(operation).flatMap((property) => checksOfProperty(book, operation, property)),
    );
}

function checksOfProperty(book: Book, operation: Operation, property: Property): readonly Check[] {
  const clauses = book
    .owned(operation.id)
    .filter(
      (clause) =>
        clause.group === 'refuse' && clause.element === property.name && clause.in === undefined,
    );
  const sharers = book.contract.operations.filter((other) =>
    sharesProperty(operation, other, property),
  );
  const { action } = operation;
  const isKey = book.contract.resources.some(
    ({ name, key }) => 'resource' in action && action.resource === name && key === property.name,
  );
  const about = {
    contract: book.contract,
    operation,
    property,
    isKey,
    turn: sharers.indexOf(operation),
    turns: sharers.length,
    index: sentProperties(operation).indexOf(property),
  };
  return clauses.flatMap((clause) => {
    if (clause.kind === 'required' || clause.kind === 'conditional')
      return [leftOut(book, operation, clause)];
    return wrongValues({ ...about, clause }).map((wrong) => {
      const needs = stricter(needsOf(operation), wrong.needs);
      return refused(book, { ...about, clause }, wrong.variant, needs, (context, body) => ({
        ...body,
        [property.name]: wrong.make(context, body[property.name]),
      }));
    });
  });
}

/** Operations that write the same resource have their properties in common. */
function sharesProperty(one: Operation, other: Operation, { name }: Property): boolean {
  const resource = 'resource' in one.action ? one.action.resource : undefined;
  if (
    one !== other &&
    (resource === undefined || !('resource' in other.action) || other.action.resource !== resource)
  )
    return false;
  return sentProperties(other).some((property) => property.name === name);
}

function stricter(one: Level, other: Level | undefined): Level {
  return other === undefined || one === 'disposable' ? one : other;
}

function refused(
  book: Book,
  { operation, property, clause }: About,
  variant: string,
  needs: Level,
  change: (context: CheckContext, body: Body) => Body,
): Check {
  const also = alsoBroken(book, operation, clause);
  return {
    id: variant === '' ? clause.id : `${clause.id}/${variant}`,
    clauses: [clause.id, ...also, ...book.errors(operation)],
    operation: operation.id,
    needs,
    principals: book.callers(operation),
    run: async (context) => {
      const alternative = alternativeWith(operation, property);
      // Everything else asks for a change as well, which must not be made.
      const properties = alternative === 0 ? 'full' : 'minimal';
      const right = await rightRequest(context, operation, { alternative, properties });
      await context.send({ ...right, body: change(context, right.body ?? {}) });
    },
  };
}

/** What is too long for a property with a closed list is none of its values either. */
function alsoBroken(
  book: Book,
  operation: Operation,
  { kind, element }: Clause,
): readonly string[] {
  const other = kind === 'maxLength' ? book.find(operation, 'enum', element) : undefined;
  return other === undefined ? [] : [other];
}

/** The alternative in which a property has a meaning. */
export function alternativeWith({ body }: Operation, { name }: Property): number {
  const all = body?.alternatives ?? [];
  const waits = all.findIndex(
    (_, index) => body !== undefined && distinguishingProperties(body, index).includes(name),
  );
  return Math.max(waits, 0);
}

function leftOut(book: Book, operation: Operation, clause: Clause): Check {
  const { id, element = '', value } = clause;
  const wanted = Array.isArray(value) ? value : undefined;
  const alternatives = operation.body?.alternatives ?? [];
  const meant = alternatives.findIndex(
    (names) =>
      wanted !== undefined &&
      names.length === wanted.length &&
      names.every((name) => wanted.includes(name)),
  );
  return {
    id,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs: needsOf(operation),
    principals: book.callers(operation),
    run: async (context) => {
      const right = await rightRequest(context, operation, { alternative: Math.max(meant, 0) });
      await context.send({ ...right, body: without(right.body ?? {}, [element]) });
    },
  };
}
