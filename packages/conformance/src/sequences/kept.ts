import { clausesOf } from '../checks/contractViews.ts';
import type { ResourceClause, ResourceChecks } from '../checks/kindChecks.ts';
import { randomSequence } from '../random/randomSequence.ts';
import { sequences, writesOf } from './steps.ts';
import { specialValues } from './texts.ts';

/** What was sent is what is read, by each operation that writes: ordinary values, and such that are taken for others. */
const written = sequences((about) =>
  writesOf(about).flatMap((operation) =>
    [undefined, 'digits', 'null'].map((kind) => ({
      name: kind === undefined ? operation.id : `${operation.id}.${kind}`,
      clauses: ofProperties(about),
      run: async (steps) => {
        const { source } = steps.context.run;
        const given =
          kind === undefined ? {} : specialValues(operation, about.resource, kind, source);
        const { ref } = await steps.write(operation, { properties: 'full', given });
        await steps.read(ref, steps.found);
      },
    })),
  ),
);

export const kept: ResourceChecks = {
  variants: (about) => [
    ...written.variants(about),
    ...(about.clause.element === undefined && writesOf(about).length > 0
      ? [randomSequence(about)]
      : []),
  ],
};

/** What is promised of single properties. */
function ofProperties({ contract, resource }: ResourceClause): readonly string[] {
  return clausesOf(contract, resource.name)
    .filter(({ kind, element }) => kind === 'kept' && element !== undefined)
    .map(({ id }) => id);
}
