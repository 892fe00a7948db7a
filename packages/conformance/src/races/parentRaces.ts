import type { Operation } from '@oidc-admin/contract';
import type { CheckContext } from '../checks/checkContext.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import type { ResourceClause } from '../checks/kindChecks.ts';
import { rightRequest } from '../checks/requests.ts';
import { pathFor, type ResourceRef } from '../checks/resourceRef.ts';
import type { Race } from './race.ts';

const several = 5;

/** Races for what is once under each parent. */
export function parentRaces({ contract, resource }: ResourceClause): readonly Race[] {
  const under = (context: CheckContext, index: number): ResourceRef =>
    context.run.pool.at(resource, context.run.pool.parentOf(resource, index), '');
  const find = (id: string | undefined): Operation => {
    const found = contract.operations.find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no operation '${id ?? ''}'`);
    return found;
  };
  const save = (
    context: CheckContext,
    ref: ResourceRef,
    properties: 'full' | 'minimal',
  ): Promise<CheckRequest> =>
    rightRequest(context, find(ref.resource.operations.save), { ref, properties });
  const reading = (ref: ResourceRef): CheckRequest => {
    const read = find(ref.resource.operations.read);
    return { operation: read, path: pathFor(read, ref) };
  };
  return [
    {
      name: 'saves',
      round: async (context) => {
        const ref = under(context, 0);
        const together: CheckRequest[] = [];
        for (let count = 0; count < several; count += 1)
          together.push(await save(context, ref, count % 2 === 0 ? 'full' : 'minimal'));
        return {
          together: [...together, reading(ref), reading(ref), { ...reading(ref), wrong: 'none' }],
          after: [reading(ref)],
        };
      },
    },
    {
      name: 'parents',
      parents: 2,
      round: async (context) => {
        const [one, other] = [under(context, 0), under(context, 1)];
        const together: CheckRequest[] = [];
        for (const properties of ['full', 'minimal', 'full'] as const)
          for (const ref of [one, other])
            together.push(await save(context, ref, properties), reading(ref));
        return { together, after: [reading(one), reading(other)] };
      },
    },
  ];
}
