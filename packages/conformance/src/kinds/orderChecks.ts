import type { Mismatch } from '@oidc-admin/model';

import { without } from '../checks/bodies.ts';
import type { Book } from '../checks/book.ts';
import { needsOf } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import type { Contract, Operation } from '../checks/contractTypes.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { rightRequest } from '../checks/requests.ts';
import { pathFor } from '../checks/resourcePool.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { named } from './securityChecks.ts';

type Group = Contract['order'][number];

/** Requests that break several rules at once: the response tells which one the server looks at first. */
export function orderChecks(book: Book): readonly Check[] {
  return book.contract.operations.flatMap((operation) =>
    book.of(operation, 'order').flatMap(({ id, value }) => {
      const groups = (Array.isArray(value) ? value : []) as readonly Group[];
      // Whether signing in comes first, the operations that can break every rule show.
      const telling =
        operation.action.does !== 'replace' && groups.length > 2 ? groups.slice(1) : groups;
      const variants = telling
        .slice(0, -1)
        .map((group, index) => orderCheck(book, operation, id, group, telling.slice(index)));
      return [...variants, ...takenChecks(book, operation, id)];
    }),
  );
}

/** Breaks all of these groups' rules; the first one decides. */
function orderCheck(
  book: Book,
  operation: Operation,
  id: string,
  group: Group,
  broken: readonly Group[],
): Check {
  const roles = book.contract.roles.map(({ name }) => name);
  const other = roles.find((role) => operation.roles?.includes(role) === false);
  return {
    id: `${id}/${group}`,
    clauses: [id],
    operation: operation.id,
    needs: needsOf(operation),
    principals: [
      ...book.callers(operation),
      ...(group === 'permission' && other !== undefined ? [other] : []),
    ],
    run: async (context) => {
      let request: CheckRequest = await rightRequest(context, operation);
      if (broken.includes('body')) request = withBrokenBody(request);
      if (broken.includes('existence')) request = elsewhere(context, request);
      if (group === 'permission' && other !== undefined)
        request = { ...request, by: named(context, other) };
      if (group === 'security') request = { ...request, wrong: 'none' };
      await context.send(request, { relabel: toOrder(context, id) });
    },
  };
}

/** A taken key counts only where the body is right. */
function takenChecks(book: Book, operation: Operation, id: string): readonly Check[] {
  if (book.of(operation, 'taken').length === 0) return [];
  return [
    {
      id: `${id}/taken`,
      clauses: [id],
      operation: operation.id,
      needs: needsOf(operation),
      principals: book.callers(operation),
      run: async (context) => {
        if (operation.action.does !== 'create') return;
        const ref = await context.run.pool.current(
          context,
          context.run.resource(operation.action.resource),
        );
        const request = await rightRequest(context, operation, { ref });
        await context.send(withBrokenBody(request, ref.resource.key), {
          relabel: toOrder(context, id),
        });
      },
    },
  ];
}

/** What is answered in the wrong order breaks the order; what is wrong with the response itself stays what it is. */
function toOrder(context: CheckContext, id: string): (mismatch: Mismatch) => string {
  return ({ clause }) =>
    context.run.contract.clauses.some((one) => one.id === clause && one.group === 'refuse')
      ? id
      : clause;
}

/** Leaves out a required property, but not the key. */
function withBrokenBody(request: CheckRequest, key?: string): CheckRequest {
  const { body } = request.operation;
  const [name] = (body?.properties ?? [])
    .filter((property) => property.required && property.name !== key)
    .map((property) => property.name);
  if (name === undefined || typeof request.body !== 'object' || request.body === null)
    return request;
  return { ...request, body: without(request.body as Record<string, never>, [name]) };
}

function elsewhere({ run }: CheckContext, request: CheckRequest): CheckRequest {
  const { action } = request.operation;
  if (!('resource' in action)) return request;
  const resource = run.resource(action.resource);
  const ref = run.pool.at(resource, run.pool.parentOf(resource), run.pool.newKey());
  return { ...request, path: { ...request.path, ...pathFor(request.operation, ref) } };
}
