import type { Property } from '@oidc-admin/contract';
import { acceptedRequests, isHarmless } from '../checks/accepting.ts';
import { insideOf, sentProperties } from '../checks/bodies.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import type { OperationChecks, OperationClause } from '../checks/kindChecks.ts';
import { readBack } from '../checks/readBack.ts';
import { rightRequest } from '../checks/requests.ts';
import { sampleOf } from '../checks/samples.ts';

const alone = acceptedRequests((about) => ({
  wanted: { alternative: alternativeOf(about) },
  change: (right) => ({ ...right, raw: true }),
}));

/** Nothing but what one alternative of the body needs; and beside it each property that has a meaning in another one only. */
export const alternative: OperationChecks = {
  variants: (about) => [
    ...alone.variants(about),
    ...idleProperties(about).map((property) => ({
      name: `beside.${property.name}`,
      sideBySide: isHarmless(about),
      run: async (context: CheckContext) => {
        const { run } = context;
        const right = await rightRequest(context, about.operation, {
          alternative: alternativeOf(about),
        });
        const value = sampleOf(property, run.source, run.number(), {
          inside: insideOf(about.operation, property),
        });
        const sent = await context.send(
          { ...right, body: { ...right.body, [property.name]: value } },
          { blame: [about.clause.id] },
        );
        if (sent.accepted) await readBack(context, sent);
      },
    })),
  ],
};

/** What only the other alternatives need. */
function idleProperties(about: OperationClause): readonly Property[] {
  const alternatives = about.operation.body?.alternatives ?? [];
  const own = alternatives[alternativeOf(about)] ?? [];
  return sentProperties(about.operation).filter(
    ({ name }) => !own.includes(name) && alternatives.some((names) => names.includes(name)),
  );
}

/** The index of the alternative that a clause speaks of: its value has the required properties. */
export function alternativeOf({ clause: { value }, operation }: OperationClause): number {
  const meant = new Set(Array.isArray(value) ? value : []);
  const index = (operation.body?.alternatives ?? []).findIndex(
    (names) => names.length === meant.size && names.every((name) => meant.has(name)),
  );
  return Math.max(index, 0);
}
