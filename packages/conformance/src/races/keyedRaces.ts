import type { Book } from '../checks/book.ts';
import type { Operation, Resource } from '../checks/contractTypes.ts';
import { named } from '../kinds/securityChecks.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import { rightRequest } from '../checks/requests.ts';
import { pathFor } from '../checks/resourcePool.ts';
import type { ResourceRef } from '../checks/resourcePool.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import type { Race } from './raceChecks.ts';

const several = 6;

/** Races for things that come and go by a key. Those that need an operation which is not there are left out. */
export function keyedRaces(book: Book, { operations }: Resource): readonly Race[] {
  const find = (id: string | undefined): Operation | undefined =>
    book.contract.operations.find((one) => one.id === id);
  const create = find(operations.create);
  const read = find(operations.read);
  const replace = find(operations.replace);
  const remove = find(operations.delete);
  const list = find(operations.list);
  if (create === undefined || read === undefined) return [];
  const reading = (ref: ResourceRef): CheckRequest => ({
    operation: read,
    path: pathFor(read, ref),
  });
  const listing: readonly CheckRequest[] =
    list === undefined ? [] : [{ operation: list, path: {} }];
  const fresh = (context: CheckContext, resource: Resource): ResourceRef =>
    context.run.pool.at(resource, context.run.pool.parentOf(resource), context.run.pool.newKey());
  const many = async (make: () => Promise<CheckRequest>): Promise<CheckRequest[]> => {
    const requests: CheckRequest[] = [];
    for (let count = 0; count < several; count += 1) requests.push(await make());
    return requests;
  };
  const races: Race[] = [
    {
      variant: 'oneKey',
      round: async (context, resource) => {
        const ref = fresh(context, resource);
        return {
          together: await many(() => rightRequest(context, create, { ref, properties: 'full' })),
          after: [reading(ref), ...listing],
        };
      },
    },
    {
      variant: 'manyKeys',
      round: async (context, resource) => {
        const pool = Array.from({ length: several }, () => fresh(context, resource));
        const together: CheckRequest[] = [];
        for (const ref of pool)
          together.push(await rightRequest(context, create, { ref, properties: 'full' }));
        return {
          together: [...together, ...listing],
          after: [...listing, ...pool.slice(0, 2).map(reading)],
        };
      },
    },
  ];
  if (replace !== undefined)
    races.push({
      variant: 'replaces',
      round: async (context, resource) => {
        const ref = await context.run.pool.current(context, resource);
        const writes = await many(() =>
          rightRequest(context, replace, { ref, properties: 'full' }),
        );
        const shorter = await rightRequest(context, replace, { ref, properties: 'minimal' });
        return {
          together: [...writes, reading(ref), shorter, reading(ref), ...listing],
          after: [reading(ref)],
        };
      },
    });
  if (replace !== undefined && remove !== undefined)
    races.push({
      variant: 'removal',
      round: async (context, resource) => {
        const ref = await context.run.pool.make(
          context,
          resource,
          context.run.pool.parentOf(resource),
        );
        const writes = await many(() =>
          rightRequest(context, replace, { ref, properties: 'full' }),
        );
        const removal: CheckRequest = { operation: remove, path: pathFor(remove, ref) };
        return {
          together: [...writes.slice(0, 3), removal, reading(ref), removal, ...writes.slice(3, 5)],
          after: [reading(ref), ...listing],
        };
      },
    });
  if (remove !== undefined)
    races.push({
      variant: 'removals',
      round: async (context, resource) => {
        const { pool } = context.run;
        const parent = pool.parentOf(resource);
        const known = pool.known(resource, parent);
        const victims = known.slice(1, several);
        while (victims.length < 3) victims.push(await pool.make(context, resource, parent));
        return {
          together: victims.map((ref) => ({
            operation: remove,
            path: pathFor(remove, ref),
          })),
          after: [...listing],
        };
      },
    });
  return [...races, ...roleRaces(book, read, replace)];
}

/** Who sends a request must not be mixed up with who sends another one at the same time. */
function roleRaces(book: Book, read: Operation, replace: Operation | undefined): readonly Race[] {
  const other = book.contract.roles.find(({ name }) => read.roles?.includes(name) === false);
  if (other === undefined) return [];
  return [
    {
      variant: 'roles',
      roles: [other.name],
      round: async (context, resource) => {
        const ref = await context.run.pool.current(context, resource);
        const right: CheckRequest = { operation: read, path: pathFor(read, ref) };
        const wrong: CheckRequest = { ...right, by: named(context, other.name) };
        const write =
          replace === undefined
            ? right
            : await rightRequest(context, replace, { ref, properties: 'full' });
        const forbidden: CheckRequest = { ...write, by: named(context, other.name) };
        return {
          together: [right, wrong, write, forbidden, { ...right, wrong: 'none' }, right, wrong],
          after: [right],
        };
      },
    },
  ];
}
