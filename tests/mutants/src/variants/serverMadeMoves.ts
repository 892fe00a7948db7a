import { asText, changedAt, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

/** Something that the server makes itself changes by a request that changes nothing: one that asks, or one that is refused. */
export const serverMadeMoves: VariantMutants = ({ clauses, resources, operations }) =>
  resources.flatMap((resource): VariantMutant[] => {
    const read = operations.find(({ id }) => id === resource.operations.read);
    const name = resource.serverMade.find((made) =>
      resource.properties.some(
        (one) =>
          one.name === made &&
          made !== resource.key &&
          one.types.includes('string') &&
          !one.sensitive &&
          one.masked !== true,
      ),
    );
    if (read === undefined || name === undefined || !('at' in read.action)) return [];
    const element = [...read.action.at.split('/').filter((step) => step !== ''), name].join('.');
    const clause = (kind: string) =>
      clauses.filter((one) => one.kind === kind && one.resource === resource.name);
    const asking = operations.filter(
      ({ changes, action }) => !changes && action.does !== 'open' && action.does !== 'close',
    );
    const saving = operations.filter(({ id }) => id === resource.operations.save);
    return [
      ...clause('readUnchanged').flatMap((one) =>
        asking.map(({ id }) => ({
          clause: one,
          name: `serverMadeMoves.${id}`,
          says: `${id} changes what the server made itself.`,
          hooks: moving(id, read.id, element, false),
        })),
      ),
      ...clause('refusedUnchanged').flatMap((one) =>
        saving.map(({ id }) => ({
          clause: one,
          name: `serverMadeMoves.${id}`,
          says: `A ${id} that is refused changes what the server made itself.`,
          hooks: moving(id, read.id, element, true),
        })),
      ),
    ];
  });

function moving(by: string, read: string, element: string, refused: boolean): FaultHooks {
  return {
    decide: (decision, { operation, memory }) => {
      const moved = Number(memory.get('moved') ?? 0);
      if (operation.id === by && decision.broken.length > 0 === refused)
        memory.set('moved', moved + 1);
      if (operation.id !== read || decision.broken.length > 0) return decision;
      return {
        ...decision,
        body: changedAt(decision.body, element, (value) => movedBy(moved, asText(value))),
      };
    },
  };
}

/** Another text; a time so many seconds later, since a text that is none would break another rule. */
function movedBy(count: number, text: string): string {
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? `${text}${count}` : new Date(time + count * 1000).toISOString();
}
