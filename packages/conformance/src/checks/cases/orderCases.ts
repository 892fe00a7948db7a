import type { Difference } from '@oidc-admin/model';

import { without } from '../bodies.ts';
import type { Book } from '../book.ts';
import { needsOf } from '../book.ts';
import type { Case } from '../case.ts';
import type { Contract, Operation } from '../contractTypes.ts';
import type { Intent } from '../intent.ts';
import { rightRequest } from '../requests.ts';
import { pathFor } from '../subjects.ts';
import type { Trial } from '../trial.ts';
import { named } from './securityCases.ts';

type Group = Contract['order'][number];

/** Requests that break several rules at once: the response tells which one the server looks at first. */
export function orderCases(book: Book): readonly Case[] {
  return book.contract.operations.flatMap((operation) =>
    book.of(operation, 'order').flatMap(({ id, value }) => {
      const groups = (Array.isArray(value) ? value : []) as readonly Group[];
      // Whether signing in comes first, the operations that can break every rule show.
      const telling =
        operation.action.does !== 'replace' && groups.length > 2 ? groups.slice(1) : groups;
      const variants = telling
        .slice(0, -1)
        .map((group, index) => orderCase(book, operation, id, group, telling.slice(index)));
      return [...variants, ...takenCases(book, operation, id)];
    }),
  );
}

/** Breaks all of these groups' rules; the first one decides. */
function orderCase(
  book: Book,
  operation: Operation,
  id: string,
  group: Group,
  broken: readonly Group[],
): Case {
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
    run: async (trial) => {
      let intent: Intent = await rightRequest(trial, operation);
      if (broken.includes('body')) intent = withBrokenBody(intent);
      if (broken.includes('existence')) intent = elsewhere(trial, intent);
      if (group === 'permission' && other !== undefined)
        intent = { ...intent, by: named(trial, other) };
      if (group === 'security') intent = { ...intent, wrong: 'none' };
      await trial.send(intent, { relabel: toOrder(trial, id) });
    },
  };
}

/** A taken key counts only where the body is right. */
function takenCases(book: Book, operation: Operation, id: string): readonly Case[] {
  if (book.of(operation, 'taken').length === 0) return [];
  return [
    {
      id: `${id}/taken`,
      clauses: [id],
      operation: operation.id,
      needs: needsOf(operation),
      principals: book.callers(operation),
      run: async (trial) => {
        if (operation.action.does !== 'create') return;
        const subject = await trial.bench.subjects.current(
          trial,
          trial.bench.resource(operation.action.resource),
        );
        const intent = await rightRequest(trial, operation, { subject });
        await trial.send(withBrokenBody(intent, subject.resource.key), {
          relabel: toOrder(trial, id),
        });
      },
    },
  ];
}

/** What is answered in the wrong order breaks the order; what is wrong with the response itself stays what it is. */
function toOrder(trial: Trial, id: string): (difference: Difference) => string {
  return ({ clause }) =>
    trial.bench.contract.clauses.some((one) => one.id === clause && one.group === 'refuse')
      ? id
      : clause;
}

/** Leaves out a required property, but not the key. */
function withBrokenBody(intent: Intent, key?: string): Intent {
  const { body } = intent.operation;
  const [name] = (body?.properties ?? [])
    .filter((property) => property.required && property.name !== key)
    .map((property) => property.name);
  if (name === undefined || typeof intent.body !== 'object' || intent.body === null) return intent;
  return { ...intent, body: without(intent.body as Record<string, never>, [name]) };
}

function elsewhere({ bench }: Trial, intent: Intent): Intent {
  const { action } = intent.operation;
  if (!('resource' in action)) return intent;
  const resource = bench.resource(action.resource);
  const subject = bench.subjects.at(
    resource,
    bench.subjects.parentOf(resource),
    bench.subjects.newKey(),
  );
  return { ...intent, path: { ...intent.path, ...pathFor(intent.operation, subject) } };
}
