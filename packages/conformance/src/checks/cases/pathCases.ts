import type { Book } from '../book.ts';
import { needsOf } from '../book.ts';
import type { Case, Level } from '../case.ts';
import type { Clause, Operation, Parameter } from '../contractTypes.ts';
import { rightRequest } from '../requests.ts';
import { wholeQuery } from './exchangeCases.ts';
import { keyPrefix } from '../subjects.ts';
import type { Trial } from '../trial.ts';

/** What a path can name wrongly: what does not exist, what breaks a rule, a method that it does not have. */
export function pathCases(book: Book): readonly Case[] {
  return book.contract.operations.flatMap((operation) => [
    ...book.of(operation, 'existence').map((clause) => unknownCase(book, operation, clause)),
    ...book
      .of(operation, 'pathParameter')
      .flatMap((clause) => malformedCases(book, operation, clause)),
    ...book.of(operation, 'method').flatMap((clause) => methodCases(book, operation, clause)),
  ]);
}

function unknownCase(book: Book, operation: Operation, { id, subject = '' }: Clause): Case {
  const isKey = book.contract.resources.some(({ key }) => key === subject);
  // A parent that nobody here knows may still be somebody's.
  const needs: Level = !isKey && operation.changes ? 'disposable' : needsOf(operation);
  return {
    id,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs,
    principals: book.callers(operation),
    run: async (trial) => {
      const right = await rightRequest(trial, operation);
      const value = isKey
        ? trial.bench.subjects.newKey()
        : unknownParent(trial, right.path[subject] ?? '', subject);
      await trial.send({
        ...right,
        path: { ...right.path, [subject]: value },
        query: wholeQuery(trial, operation),
      });
    },
  };
}

/** A name like the known ones that is none of them: the digits of a known one, counted on. */
function unknownParent({ bench }: Trial, known: string, parameter: string): string {
  let value = known;
  do {
    value = value.replaceAll(/\d/g, (digit, index: number) =>
      String((Number(digit) + 3 + index) % 10),
    );
  } while (bench.parents[parameter]?.includes(value) === true);
  return value === known ? `${known}x` : value;
}

function malformedCases(
  book: Book,
  operation: Operation,
  { id, subject = '' }: Clause,
): readonly Case[] {
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === subject);
  if (parameter === undefined) return [];
  const sharers = book.contract.operations.filter(({ parameters }) =>
    parameters.some((one) => one.in === 'path' && one.name === subject),
  );
  return wrongValues(parameter, sharers.indexOf(operation)).map(({ variant, make }) => ({
    id: `${id}/${variant}`,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs: needsOf(operation),
    principals: book.callers(operation),
    run: async (trial) => {
      const right = await rightRequest(trial, operation);
      await trial.send({
        ...right,
        path: { ...right.path, [subject]: make(right.path[subject] ?? '') },
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

function methodCases(book: Book, operation: Operation, { id, value }: Clause): readonly Case[] {
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
    run: async (trial) => {
      const right = await rightRequest(trial, operation);
      const sent = await trial.send({ operation, path: right.path, method });
      if (sent.accepted && operation.action.does === 'close')
        for (const { name } of trial.bench.principals) trial.bench.sessions.forget(name);
    },
  }));
}
