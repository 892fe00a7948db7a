import { makerOf, makesKeys, type Operation } from '@oidc-admin/contract';
import type { CheckContext } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import type { ResourceClause } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import { pathFor, pathUnder, type ResourceRef } from '../checks/resourceRef.ts';
import { named } from '../checks/signIn.ts';
import type { Race } from './race.ts';

const several = 6;

/** What is listed in a race; nothing where there is no list. */
type Listed = (context: CheckContext) => readonly CheckRequest[];

function reading(read: Operation, ref: ResourceRef): CheckRequest {
  return { operation: read, path: pathFor(read, ref) };
}

async function many(make: () => Promise<CheckRequest>): Promise<CheckRequest[]> {
  const requests: CheckRequest[] = [];
  for (let count = 0; count < several; count += 1) requests.push(await make());
  return requests;
}

/** Several reads of different things at the same time; several creates, of one key, and of many. */
function ordinaryRaces(
  { resource }: ResourceClause,
  create: Operation,
  read: Operation,
  listed: Listed,
): Race[] {
  const fresh = ({ run: { pool } }: CheckContext): ResourceRef =>
    pool.at(resource, pool.parentOf(resource), pool.newKey());
  return [
    {
      name: 'reads',
      round: async (context) => {
        const { pool } = context.run;
        const one = await pool.current(context, resource);
        const other = await pool.make(context, resource, pool.parentOf(resource));
        const both = [reading(read, one), reading(read, other)];
        return { together: [...both, ...both, ...listed(context)], after: [] };
      },
    },
    {
      name: 'oneKey',
      round: async (context) => {
        const ref = fresh(context);
        return {
          together: await many(() => rightRequest(context, create, { ref, properties: 'full' })),
          after: [reading(read, ref), ...listed(context)],
        };
      },
    },
    {
      name: 'manyKeys',
      round: async (context) => {
        const pool = Array.from({ length: several }, () => fresh(context));
        const together: CheckRequest[] = [];
        for (const ref of pool)
          together.push(await rightRequest(context, create, { ref, properties: 'full' }));
        return {
          together: [...together, ...listed(context)],
          after: [...listed(context), ...pool.slice(0, 2).map((ref) => reading(read, ref))],
        };
      },
    },
  ];
}

/** Races for things that come and go by a key. Those that need an operation which is not there are left out. */
export function keyedRaces(about: ResourceClause): readonly Race[] {
  const { contract, resource } = about;
  const { operations } = resource;
  const find = (id: string | undefined): Operation | undefined =>
    contract.operations.find((one) => one.id === id);
  const create = find(makerOf(resource));
  const read = find(operations.read);
  const replace = find(operations.replace ?? operations.save ?? operations.merge);
  const remove = find(operations.delete);
  const list = find(operations.list);
  if (create === undefined || read === undefined) return [];
  const listed: Listed = ({ run: { pool } }) =>
    list === undefined
      ? []
      : [{ operation: list, path: pathUnder(list, resource, pool.parentOf(resource)) }];
  const races = ordinaryRaces(about, create, read, listed).filter(
    // Which of several creates made which key, nobody can tell.
    ({ name }) => name === 'reads' || !makesKeys(resource),
  );
  if (replace !== undefined)
    races.push({
      name: 'replaces',
      round: async (context) => {
        const ref = await context.run.pool.current(context, resource);
        const writes = await many(() =>
          rightRequest(context, replace, { ref, properties: 'full' }),
        );
        const shorter = await rightRequest(context, replace, { ref, properties: 'minimal' });
        return {
          together: [
            ...writes,
            reading(read, ref),
            shorter,
            reading(read, ref),
            ...listed(context),
          ],
          after: [reading(read, ref)],
        };
      },
    });
  if (replace !== undefined && remove !== undefined)
    races.push({
      name: 'removal',
      round: async (context) => {
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
          together: [
            ...writes.slice(0, 3),
            removal,
            reading(read, ref),
            removal,
            ...writes.slice(3, 5),
          ],
          after: [reading(read, ref), ...listed(context)],
        };
      },
    });
  if (remove !== undefined) races.push(removals(about, remove, listed));
  return [...races, ...roleRaces(about, read, replace)];
}

/** Several that are deleted at the same time. */
function removals({ resource }: ResourceClause, remove: Operation, listed: Listed): Race {
  return {
    name: 'removals',
    round: async (context) => {
      const { pool } = context.run;
      const parent = pool.parentOf(resource);
      const victims = pool.known(resource, parent).slice(1, several);
      while (victims.length < 3) victims.push(await pool.make(context, resource, parent));
      return {
        together: victims.map((ref) => ({ operation: remove, path: pathFor(remove, ref) })),
        after: listed(context),
      };
    },
  };
}

/** Who sends a request must not be mixed up with who sends another one at the same time. */
function roleRaces(
  { contract, resource }: ResourceClause,
  read: Operation,
  replace: Operation | undefined,
): readonly Race[] {
  const other = contract.roles.find(({ name }) => read.roles?.includes(name) === false);
  if (other === undefined) return [];
  return [
    {
      name: 'roles',
      roles: [other.name],
      round: async (context) => {
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
