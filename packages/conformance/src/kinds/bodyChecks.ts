import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import type { Clause, Operation } from '../checks/contractTypes.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { rightRequest } from '../checks/requests.ts';
import type { CheckContext } from '../checks/checkContext.ts';

type Change = (right: CheckRequest) => Partial<CheckRequest>;

/** Bodies that are wrong as a whole. */
export function bodyChecks(book: Book): readonly Check[] {
  const withBody = book.contract.operations.filter(({ body }) => body !== undefined);
  return withBody.flatMap((operation, index) => [
    ...book
      .of(operation, 'mediaType')
      .flatMap((clause) => [
        bodyCheck(book, operation, clause, '/text', () => ({ mediaType: 'text/plain' })),
        ...(index % 2 === 0 && isTested(operation, 'missingMediaType')
          ? [bodyCheck(book, operation, clause, '/missing', () => ({ mediaType: null }))]
          : []),
      ]),
    ...book
      .of(operation, 'emptyBody')
      .map((clause) => bodyCheck(book, operation, clause, '', () => ({ text: '' }))),
    ...book.of(operation, 'malformedJson').map((clause) =>
      bodyCheck(book, operation, clause, '', ({ body }) => ({
        text: malformed[index % malformed.length]?.(JSON.stringify(body)) ?? '{',
        raw: true,
      })),
    ),
    ...book.of(operation, 'bodyType').flatMap((clause) =>
      // What is no object is refused in one way for all operations; each gets two kinds, and all of them three.
      ['null', ...(index % 2 === 0 ? ['[]'] : ['"text"'])].map((text) =>
        bodyCheck(book, operation, clause, `/${kinds[text] ?? text}`, () => ({ text })),
      ),
    ),
  ]);
}

/** Ways in which JSON can be broken, of which a lenient reader takes some; each operation gets one. */
const malformed: readonly ((json: string) => string)[] = [
  (json) => json.slice(0, -1),
  (json) => `${json.slice(0, -1)},}`,
  (json) => `${json} trailing`,
];

const kinds: Readonly<Record<string, string>> = { '[]': 'list', '"text"': 'text', null: 'null' };

function isTested({ body }: Operation, what: string): boolean {
  return body?.untested?.includes(what) !== true;
}

function bodyCheck(
  book: Book,
  operation: Operation,
  { id }: Clause,
  variant: string,
  change: Change,
): Check {
  return {
    id: `${id}${variant}`,
    clauses: [id, ...book.errors(operation)],
    operation: operation.id,
    needs: needsOf(operation),
    principals: book.callers(operation),
    run: async (context: CheckContext) => {
      const right = await rightRequest(context, operation, { properties: 'full' });
      await context.send({ ...right, ...change(right) });
    },
  };
}
