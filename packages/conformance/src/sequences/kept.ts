import type { Operation } from '@oidc-admin/contract';
import type { Body } from '../checks/bodies.ts';
import { clausesOf } from '../checks/contractViews.ts';
import type { ResourceClause, ResourceChecks } from '../checks/kindChecks.ts';
import { randomSequence } from '../random/randomSequence.ts';
import { sequences, writesOf } from './steps.ts';
import { specialValues } from './texts.ts';

/** Values that are taken for something else, each in everything that takes any text. */
const lookAlikes = ['digits', 'null', 'exponent', 'longDigits', 'boolean', 'date'] as const;

/** What was sent is what is read, by each operation that writes: ordinary values, and such that are taken for others. */
const written = sequences((about) =>
  writesOf(about).flatMap((operation) =>
    [undefined, ...lookAlikes].map((kind) => ({
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

/** The longest texts, where no limit is documented: a server may still have one, but it must not cut what it takes. */
const whole = sequences((about) =>
  writesOf(about)
    .filter((operation) => Object.keys(longIn(about, operation)).length > 0)
    .map((operation) => ({
      name: `${operation.id}.long`,
      clauses: ofProperties(about),
      run: async (steps) => {
        const given = specialValues(operation, about.resource, 'long', steps.context.run.source);
        const { ref, sent } = await steps.write(
          operation,
          { properties: 'full', given },
          { silent: true },
        );
        if (!sent.accepted) return;
        steps.context.add(sent.mismatches);
        await steps.read(ref, steps.found);
      },
    })),
);

function longIn({ resource }: ResourceClause, operation: Operation): Body {
  return specialValues(operation, resource, 'long', { issuer: '' });
}

export const kept: ResourceChecks = {
  variants: (about) => [
    ...written.variants(about),
    ...whole.variants(about),
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
