import type { Contract } from '@oidc-admin/contract';
import type { Fault } from './fault.ts';
import { suffixOf } from './places.ts';

/** Requests that overlap spoil each other within one millisecond. */
export function concurrencyFaults(contract: Contract): readonly Fault[] {
  return contract.resources.flatMap((resource) => {
    const breaks = [`${contract.api}.${resource.name}.concurrent`];
    const { create, replace, save, delete: remove } = resource.operations;
    const of = (
      name: string,
      description: string,
      operation: string | undefined,
    ): readonly Fault[] =>
      operation === undefined
        ? []
        : [
            {
              name: `${name}${suffixOf(contract, resource)}`,
              class: 'concurrency',
              description,
              breaks,
              operation,
              window: 1,
            },
          ];
    return [
      ...of(
        'race-on-create',
        'Two overlapping creates of one key both succeed, and one of two keys is lost.',
        create,
      ),
      ...of(
        'race-on-replace',
        'Of two overlapping replaces of different ones, one is lost.',
        replace,
      ),
      ...of('race-on-save', 'Of two overlapping saves under different parents, one is lost.', save),
      ...of(
        'race-on-delete',
        'A delete that overlaps with another change undoes that change.',
        remove,
      ),
    ];
  });
}
