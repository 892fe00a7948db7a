import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import { NotRun } from '../checks/check.ts';
import type { Operation } from '../checks/contractTypes.ts';
import { rightRequest } from '../checks/requests.ts';
import { isFreeText, sampleOf } from '../checks/samples.ts';
import type { Sent, CheckContext } from '../checks/checkContext.ts';
import { textOf } from '../checks/json.ts';

/** The query parameters with which a response has a property that it otherwise has not. */
export function exchanged({ responses }: Operation): readonly string[] {
  const names = responses.flatMap(({ properties }) =>
    properties.flatMap(({ presentWhen = [] }) => presentWhen),
  );
  return names
    .filter((name) => name.startsWith('query.'))
    .map((name) => name.slice('query.'.length));
}

/** Characters that must be escaped in a query, and that a signature covers in their escaped form. */
const special = ' a+b/c=d&e%f~é';

/** Right values of the query parameters that are wanted. */
export function queryOf(
  { run }: CheckContext,
  { parameters }: Operation,
  wanted: (name: string) => boolean,
): Record<string, string> {
  const all = parameters.filter((one) => one.in === 'query' && wanted(one.name));
  return Object.fromEntries(
    all.map((one) => {
      const value = textOf(sampleOf(one, run.source, run.number()));
      return [one.name, isFreeText(one) ? value + special : value];
    }),
  );
}

/** Everything that may stand in the query and asks for nothing more: in a refused request its secrets must not come back. */
export function wholeQuery(context: CheckContext, operation: Operation): Record<string, string> {
  const asks = exchanged(operation);
  return queryOf(context, operation, (name) => !asks.includes(name));
}

/**
 * properties of a response that are there if and only if something was sent. What was sent is invented, such as a code that is
 * exchanged for tokens: a server that looks at it may refuse the request.
 */
export function exchangeChecks(book: Book): readonly Check[] {
  return book.contract.operations.flatMap((operation) => {
    const clauses = book.of(operation, 'presentWhen');
    const [first] = clauses;
    if (first === undefined || exchanged(operation).length === 0) return [];
    const base = {
      operation: operation.id,
      needs: needsOf(operation),
      principals: book.callers(operation),
    };
    const parts = exchanged(operation);
    return [
      {
        ...base,
        id: first.id,
        clauses: [...clauses.map(({ id }) => id), ...book.responses(operation)],
        run: async (context) => {
          if (!(await exchange(context, operation, () => true)).accepted)
            throw new NotRun('preparation', 'the target refused what was invented to be exchanged');
        },
      },
      ...parts.map((name): Check => ({
        ...base,
        id: `${first.id}/${name}Alone`,
        clauses: clauses.map(({ id }) => id),
        run: async (context) => {
          const others = parts.filter((one) => one !== name);
          await exchange(context, operation, (one) => !others.includes(one));
        },
      })),
    ];
  });
}

async function exchange(
  context: CheckContext,
  operation: Operation,
  wanted: (name: string) => boolean,
): Promise<Sent> {
  const right = await rightRequest(context, operation);
  const sent = await context.send(
    { ...right, query: queryOf(context, operation, wanted) },
    { silent: true },
  );
  const status = sent.response?.status ?? 0;
  if (status < 400 || status > 499) context.add(sent.mismatches);
  return sent;
}
