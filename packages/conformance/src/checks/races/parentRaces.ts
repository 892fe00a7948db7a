import type { Book } from '../book.ts';
import type { Operation, Resource } from '../contractTypes.ts';
import type { Intent } from '../intent.ts';
import { rightRequest } from '../requests.ts';
import { pathFor } from '../subjects.ts';
import type { Subject } from '../subjects.ts';
import type { Trial } from '../trial.ts';
import type { Race } from './raceCases.ts';

const several = 5;

/** Races for what stands once under each parent. */
export function parentRaces({ contract }: Book): readonly Race[] {
  const under = (trial: Trial, resource: Resource, index: number): Subject =>
    trial.bench.subjects.at(resource, trial.bench.subjects.parentOf(resource, index), '');
  const find = (id: string | undefined): Operation => {
    const found = contract.operations.find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no operation '${id ?? ''}'`);
    return found;
  };
  const save = (trial: Trial, subject: Subject, properties: 'full' | 'minimal'): Promise<Intent> =>
    rightRequest(trial, find(subject.resource.operations.save), { subject, properties });
  const reading = (subject: Subject): Intent => {
    const read = find(subject.resource.operations.read);
    return { operation: read, path: pathFor(read, subject) };
  };
  return [
    {
      variant: 'saves',
      round: async (trial, resource) => {
        const subject = under(trial, resource, 0);
        const together: Intent[] = [];
        for (let count = 0; count < several; count += 1)
          together.push(await save(trial, subject, count % 2 === 0 ? 'full' : 'minimal'));
        return {
          together: [
            ...together,
            reading(subject),
            reading(subject),
            { ...reading(subject), wrong: 'none' },
          ],
          after: [reading(subject)],
        };
      },
    },
    {
      variant: 'parents',
      parents: 2,
      round: async (trial, resource) => {
        const [one, other] = [under(trial, resource, 0), under(trial, resource, 1)];
        const together: Intent[] = [];
        for (const properties of ['full', 'minimal', 'full'] as const)
          for (const subject of [one, other])
            together.push(await save(trial, subject, properties), reading(subject));
        return { together, after: [reading(one), reading(other)] };
      },
    },
  ];
}
