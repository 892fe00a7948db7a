import { sentProperties } from '../checks/bodies.ts';
import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import type { Property, Operation } from '../checks/contractTypes.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { valueAt } from '../checks/json.ts';
import { readBack } from '../checks/readBack.ts';
import { rightRequest } from '../checks/requests.ts';
import type { Sent, CheckContext } from '../checks/checkContext.ts';

/**
 * Null for an optional property: taken as left out, or refused. All of them are sent together, and one by one only to a
 * server that refuses them, where one could hide behind the others.
 */
export function nullChecks(book: Book): readonly Check[] {
  return book.contract.operations
    .filter(({ body }) => body !== undefined)
    .flatMap((operation) => checksOfOperation(book, operation));
}

function checksOfOperation(book: Book, operation: Operation): readonly Check[] {
  const clauses = book.of(operation, 'nullOptional');
  const idOf = ({ name }: Property): string =>
    clauses.find(({ element }) => element === name)?.id ?? '';
  const properties = sentProperties(operation).filter((property) => idOf(property) !== '');
  const required = operation.body?.alternatives[0] ?? [];
  const waits = properties.filter(({ name }) => required.includes(name));
  const together = properties.filter(({ name }) => !required.includes(name));
  const groups = [
    ...(together.length > 0 ? [together] : []),
    ...waits.map((property) => [property] as const),
  ];
  // Operations that write the same resource have their properties in common, and share them out.
  const { action } = operation;
  const writers = book.contract.operations.filter(
    (other) =>
      other === operation ||
      (other.body !== undefined &&
        'resource' in action &&
        'resource' in other.action &&
        other.action.resource === action.resource),
  );
  return groups.map((group, index) => ({
    id: `${book.contract.api}.${operation.id}.nullOptional${index === 0 ? '' : `/${group[0]?.name ?? ''}`}`,
    clauses: group.map(idOf),
    operation: operation.id,
    needs: needsOf(operation),
    principals: book.callers(operation),
    run: async (context) => {
      const taken = await sendNulls(context, operation, group, idOf);
      if (taken || group.length < 2) return;
      const own = group.filter(
        (_, at) => at % writers.length === Math.max(writers.indexOf(operation), 0),
      );
      for (const property of own) await sendNulls(context, operation, [property], idOf);
    },
  }));
}

/** Whether the request was taken; then what it left behind is read. */
async function sendNulls(
  context: CheckContext,
  operation: Operation,
  properties: readonly Property[],
  idOf: (property: Property) => string,
): Promise<boolean> {
  const [first] = properties;
  if (first === undefined) return true;
  const conditional = operation.body?.alternatives[0]?.includes(first.name) === true;
  const makeRight = (): ReturnType<typeof rightRequest> =>
    rightRequest(context, operation, { alternative: conditional ? 1 : 0 });
  const right = await makeRight();
  const nulls = Object.fromEntries(properties.map(({ name }) => [name, null]));
  const sent = await context.send(
    { ...right, body: { ...right.body, ...nulls } },
    { silent: true },
  );
  // What may not be answered at all is blamed on null, whatever would be answered without it.
  context.add(
    sent.matched === undefined
      ? sent.mismatches.flatMap((one) =>
          properties.map((property) => ({ ...one, clause: idOf(property) })),
        )
      : sent.mismatches,
  );
  if (!sent.accepted) return false;
  const shown = await shownAfter(context, sent.request);
  const at = context.exchanges.length - 1;
  const asNull = properties.filter(({ name }) => shown?.(name) === null);
  if (asNull.length === 0) return true;
  // Some servers show everything that was left out as null; whoever shows only what was sent as null has kept it.
  const { request } = await context.send(await makeRight());
  const leftOut = await shownAfter(context, request);
  for (const property of asNull) {
    if (leftOut === undefined || leftOut(property.name) === null) continue;
    const message = `null for ${property.name} is kept, not taken as left out`;
    context.blame(idOf(property), message, leftOut(property.name), null, at);
  }
  return true;
}

/** What a read shows of each property of what was just written. */
async function shownAfter(
  context: CheckContext,
  written: CheckRequest,
): Promise<((name: string) => ReturnType<typeof valueAt>) | undefined> {
  const read: Sent | undefined = await readBack(context, written);
  if (read?.accepted !== true) return undefined;
  const { action } = read.request.operation;
  const at = 'at' in action ? action.at : '';
  return (name) => valueAt(read.response?.json, `${at}/${name}`);
}
