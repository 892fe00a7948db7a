import type { Book } from '../book.ts';
import type { Operation, Resource } from '../contractTypes.ts';
import { named } from '../cases/securityCases.ts';
import type { Intent } from '../intent.ts';
import { rightRequest } from '../requests.ts';
import { pathFor } from '../subjects.ts';
import type { Subject } from '../subjects.ts';
import type { Trial } from '../trial.ts';
import type { Race } from './raceCases.ts';

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
  const reading = (subject: Subject): Intent => ({ operation: read, path: pathFor(read, subject) });
  const listing: readonly Intent[] = list === undefined ? [] : [{ operation: list, path: {} }];
  const fresh = (trial: Trial, resource: Resource): Subject =>
    trial.bench.subjects.at(
      resource,
      trial.bench.subjects.parentOf(resource),
      trial.bench.subjects.newKey(),
    );
  const many = async (make: () => Promise<Intent>): Promise<Intent[]> => {
    const intents: Intent[] = [];
    for (let count = 0; count < several; count += 1) intents.push(await make());
    return intents;
  };
  const races: Race[] = [
    {
      variant: 'oneKey',
      round: async (trial, resource) => {
        const subject = fresh(trial, resource);
        return {
          together: await many(() => rightRequest(trial, create, { subject, properties: 'full' })),
          after: [reading(subject), ...listing],
        };
      },
    },
    {
      variant: 'manyKeys',
      round: async (trial, resource) => {
        const subjects = Array.from({ length: several }, () => fresh(trial, resource));
        const together: Intent[] = [];
        for (const subject of subjects)
          together.push(await rightRequest(trial, create, { subject, properties: 'full' }));
        return {
          together: [...together, ...listing],
          after: [...listing, ...subjects.slice(0, 2).map(reading)],
        };
      },
    },
  ];
  if (replace !== undefined)
    races.push({
      variant: 'replaces',
      round: async (trial, resource) => {
        const subject = await trial.bench.subjects.current(trial, resource);
        const writes = await many(() =>
          rightRequest(trial, replace, { subject, properties: 'full' }),
        );
        const shorter = await rightRequest(trial, replace, { subject, properties: 'minimal' });
        return {
          together: [...writes, reading(subject), shorter, reading(subject), ...listing],
          after: [reading(subject)],
        };
      },
    });
  if (replace !== undefined && remove !== undefined)
    races.push({
      variant: 'removal',
      round: async (trial, resource) => {
        const subject = await trial.bench.subjects.make(
          trial,
          resource,
          trial.bench.subjects.parentOf(resource),
        );
        const writes = await many(() =>
          rightRequest(trial, replace, { subject, properties: 'full' }),
        );
        const removal: Intent = { operation: remove, path: pathFor(remove, subject) };
        return {
          together: [
            ...writes.slice(0, 3),
            removal,
            reading(subject),
            removal,
            ...writes.slice(3, 5),
          ],
          after: [reading(subject), ...listing],
        };
      },
    });
  if (remove !== undefined)
    races.push({
      variant: 'removals',
      round: async (trial, resource) => {
        const { subjects } = trial.bench;
        const parent = subjects.parentOf(resource);
        const known = subjects.known(resource, parent);
        const victims = known.slice(1, several);
        while (victims.length < 3) victims.push(await subjects.make(trial, resource, parent));
        return {
          together: victims.map((subject) => ({
            operation: remove,
            path: pathFor(remove, subject),
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
      round: async (trial, resource) => {
        const subject = await trial.bench.subjects.current(trial, resource);
        const right: Intent = { operation: read, path: pathFor(read, subject) };
        const wrong: Intent = { ...right, by: named(trial, other.name) };
        const write =
          replace === undefined
            ? right
            : await rightRequest(trial, replace, { subject, properties: 'full' });
        const forbidden: Intent = { ...write, by: named(trial, other.name) };
        return {
          together: [right, wrong, write, forbidden, { ...right, wrong: 'none' }, right, wrong],
          after: [right],
        };
      },
    },
  ];
}
