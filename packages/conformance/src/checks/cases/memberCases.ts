import { membersApart, sentMembers, without } from '../bodies.ts';
import type { Body } from '../bodies.ts';
import type { Book } from '../book.ts';
import { needsOf } from '../book.ts';
import type { Case, Level } from '../case.ts';
import type { Clause, Member, Operation } from '../contractTypes.ts';
import { rightRequest } from '../requests.ts';
import type { Trial } from '../trial.ts';
import { wrongValues } from './wrongValues.ts';
import type { About } from './wrongValues.ts';

/** Requests that break one rule of one member of the body, each at the edge. */
export function memberCases(book: Book): readonly Case[] {
  return book.contract.operations
    .filter(({ body }) => body !== undefined)
    .flatMap((operation) =>
      sentMembers(operation).flatMap((member) => casesOfMember(book, operation, member)),
    );
}

function casesOfMember(book: Book, operation: Operation, member: Member): readonly Case[] {
  const clauses = book
    .owned(operation.id)
    .filter(
      (clause) =>
        clause.group === 'refuse' && clause.subject === member.name && clause.in === undefined,
    );
  const sharers = book.contract.operations.filter((other) =>
    sharesMember(operation, other, member),
  );
  const { action } = operation;
  const isKey = book.contract.resources.some(
    ({ name, key }) => 'resource' in action && action.resource === name && key === member.name,
  );
  const about = {
    contract: book.contract,
    operation,
    member,
    isKey,
    turn: sharers.indexOf(operation),
    turns: sharers.length,
    index: sentMembers(operation).indexOf(member),
  };
  return clauses.flatMap((clause) => {
    if (clause.kind === 'required' || clause.kind === 'conditional')
      return [leftOut(book, operation, clause)];
    return wrongValues({ ...about, clause }).map((wrong) => {
      const needs = stricter(needsOf(operation), wrong.needs);
      return refused(book, { ...about, clause }, wrong.variant, needs, (trial, body) => ({
        ...body,
        [member.name]: wrong.make(trial, body[member.name]),
      }));
    });
  });
}

/** Operations that write the same resource have their members in common. */
function sharesMember(one: Operation, other: Operation, { name }: Member): boolean {
  const resource = 'resource' in one.action ? one.action.resource : undefined;
  if (
    one !== other &&
    (resource === undefined || !('resource' in other.action) || other.action.resource !== resource)
  )
    return false;
  return sentMembers(other).some((member) => member.name === name);
}

function stricter(one: Level, other: Level | undefined): Level {
  return other === undefined || one === 'disposable' ? one : other;
}

function refused(
  book: Book,
  { operation, member, clause }: About,
  variant: string,
  needs: Level,
  change: (trial: Trial, body: Body) => Body,
): Case {
  const also = alsoBroken(book, operation, clause);
  return {
    id: variant === '' ? clause.id : `${clause.id}/${variant}`,
    clauses: [clause.id, ...also, ...book.errors(operation)],
    operation: operation.id,
    needs,
    principals: book.callers(operation),
    run: async (trial) => {
      const alternative = alternativeWith(operation, member);
      // Everything else asks for a change as well, which must not be made.
      const members = alternative === 0 ? 'full' : 'minimal';
      const right = await rightRequest(trial, operation, { alternative, members });
      await trial.send({ ...right, body: change(trial, right.body ?? {}) });
    },
  };
}

/** What is too long for a member with a closed list is none of its values either. */
function alsoBroken(
  book: Book,
  operation: Operation,
  { kind, subject }: Clause,
): readonly string[] {
  const other = kind === 'maxLength' ? book.find(operation, 'enum', subject) : undefined;
  return other === undefined ? [] : [other];
}

/** The alternative in which a member has a meaning. */
export function alternativeWith({ body }: Operation, { name }: Member): number {
  const all = body?.alternatives ?? [];
  const apart = all.findIndex(
    (_, index) => body !== undefined && membersApart(body, index).includes(name),
  );
  return Math.max(apart, 0);
}

function leftOut(book: Book, operation: Operation, clause: Clause): Case {
  const { id, subject = '', value } = clause;
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
    run: async (trial) => {
      const right = await rightRequest(trial, operation, { alternative: Math.max(meant, 0) });
      await trial.send({ ...right, body: without(right.body ?? {}, [subject]) });
    },
  };
}
