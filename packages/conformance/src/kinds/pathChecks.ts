import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check, Level } from '../checks/check.ts';
import type { Clause, Operation, Parameter } from '../checks/contractTypes.ts';
import { rightRequest } from '../checks/requests.ts';
import { wholeQuery } from './exchangeChecks.ts';
import { keyPrefix } from '../checks/resourcePool.ts';
import type { CheckContext } from '../checks/checkContext.ts';

/** What a path can name wrongly: what does not exist, what breaks a rule, a method that it does not have. */
export function pathChecks(book: Book): readonly Check[] {
  return book.contract.operations.flatMap((operation) => [
    ...book.of(operation, 'existence').map((clause) => unknownCheck(book, operation, clause)),
    ...book
      .of(operation, 'pathParameter')
      .flatMap((clause) => malformedChecks(book, operation, clause)),
    ...book.of(operation, 'method').flatMap((clause) => methodChecks(book, operation, clause)),
  ]);
}

function unknownCheck(book: Book, operation: Operation, { id, element = '' }: Clause): Check {
  const isKey = book.contract.resources.some(({ key }) => key === element);
  // A parent that nobody here knows may still be somebody's.
  const needs: Level = !isKey && operation.changes ? 'disposable' : needsOf(operation);
  return {
    id,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs,
    principals: book.callers(operation),
    run: async (context) => {
      const right = await rightRequest(context, operation);
      const value = isKey
        ? context.run.pool.newKey()
        : unknownParent(context, right.path[element] ?? '', element);
      await context.send({
        ...right,
        path: { ...right.path, [element]: value },
        query: wholeQuery(context, operation),
      });
    },
  };
}

/** A name like the known ones that is none of them: the digits of a known one, counted on. */
function unknownParent({ run }: CheckContext, known: string, parameter: string): string {
  let value = known;
  do {
    value = value.replaceAll(/\d/g, (digit, index: number) =>
      String((Number(digit) + 3 + index) % 10),
    );
  } while (run.parents[parameter]?.includes(value) === true);
  return value === known ? `${known}x` : value;
}

function malformedChecks(
  book: Book,
  operation: Operation,
  { id, element = '' }: Clause,
): readonly Check[] {
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === element);
  if (parameter === undefined) return [];
  const sharers = book.contract.operations.filter(({ parameters }) =>
    parameters.some((one) => one.in === 'path' && one.name === element),
  );
  return wrongValues(parameter, sharers.indexOf(operation)).map(({ variant, make }) => ({
    id: `${id}/${variant}`,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs: needsOf(operation),
    principals: book.callers(operation),
    run: async (context) => {
      const right = await rightRequest(context, operation);
      await context.send({
        ...right,
        path: { ...right.path, [element]: make(right.path[element] ?? '') },
      });
    },
  }));
}

interface WrongValue {
  readonly variant: string;
  readonly make: (right: string) => string;
}

/**
 * Values just beyond what a parameter may be. The right one begins like everything that a run makes. Where several
 * operations have the parameter, each character that may not stand in it is sent to one of them.
 */
function wrongValues(
  { maxLength, pattern, enum: values }: Parameter,
  turn: number,
): readonly WrongValue[] {
  if (values !== undefined) return [{ variant: 'unknown', make: () => `${keyPrefix}Unknown` }];
  const found: WrongValue[] = [];
  if (maxLength !== undefined)
    found.push({
      variant: 'tooLong',
      make: (right) => right + 'x'.repeat(maxLength + 1 - right.length),
    });
  if (pattern === undefined) return found;
  const rule = new RegExp(pattern, 'u');
  const fixedLength = !rule.test('12345678'.repeat(2)) && rule.test('12345678');
  const mutations: readonly WrongValue[] = fixedLength
    ? [
        { variant: 'shorter', make: (right) => right.slice(0, -1) },
        { variant: 'longer', make: (right) => `${right}0` },
        { variant: 'letter', make: (right) => `${right.slice(0, -1)}a` },
      ]
    : [' ', '+'].slice(turn, turn + 1).map((character) => ({
        variant: character === ' ' ? 'space' : 'plus',
        make: (right: string) => `${right.slice(0, -1)}${character}${right.slice(-1)}`,
      }));
  return [...found, ...mutations.filter(({ make }) => !rule.test(make('12345678')))];
}

/** How much an unknown method could do at a server that takes it for something. */
const unknownMethods: readonly (readonly [string, Level])[] = [
  ['GET', 'default'],
  ['PATCH', 'allowWrites'],
  ['DELETE', 'disposable'],
  ['PUT', 'disposable'],
  ['POST', 'disposable'],
];

function methodChecks(book: Book, operation: Operation, { id, value }: Clause): readonly Check[] {
  const known = Array.isArray(value) ? value : [];
  const missing = unknownMethods.filter(([method]) => !known.includes(method));
  // A path that opens or closes a session does nothing else by whatever method.
  const enough = 'resource' in operation.action || operation.action.does === 'ask' ? 2 : 1;
  return missing.slice(0, enough).map(([method, needs]) => ({
    id: `${id}/${method}`,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs,
    principals: book.callers(operation),
    run: async (context) => {
      const right = await rightRequest(context, operation);
      const sent = await context.send({ operation, path: right.path, method });
      if (sent.accepted && operation.action.does === 'close')
        for (const { name } of context.run.principals) context.run.sessions.forget(name);
    },
  }));
}
