import type { FaultHooks } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutant, type VariantMutants } from '../variantMutant.ts';

/** Tags of another form, and such that say nothing of what is there. */
export const tags: VariantMutants = (contract) => [
  ...operationsWith(contract, 'entityTag').flatMap(({ clause, operation }) => [
    {
      clause,
      name: 'unquoted',
      says: 'A tag has no quotation marks.',
      hooks: tagged((tag) => tag.replaceAll('"', '')),
    },
    ...(operation.action.does === 'read'
      ? [
          {
            clause,
            name: 'ofKey',
            says: 'A tag is made of the path alone.',
            hooks: tagged((_, path) => `"${Buffer.from(path).toString('hex')}"`),
          },
        ]
      : []),
  ]),
  ...operationsWith(contract, 'notModified').flatMap(({ clause }): readonly VariantMutant[] => [
    {
      clause,
      name: 'always',
      says: 'Whoever has anything is shown nothing new.',
      hooks: {
        decide: (decision, { request }) =>
          request.headers?.['if-none-match'] === undefined || decision.broken.length > 0
            ? decision
            : { ...decision, status: 304, headers: [], body: undefined },
      },
    },
    {
      clause,
      name: 'anyShown',
      says: 'Any state is taken for the name of one.',
      hooks: {
        request: (request) =>
          request.headers?.['if-none-match'] === '*' ? { ...request, headers: {} } : request,
      },
    },
  ]),
];

/** Changes the tags of what is answered. */
function tagged(to: (tag: string, path: string) => string): FaultHooks {
  return {
    decide: (decision, { received }) => ({
      ...decision,
      headers: decision.headers.map(([name, value]) =>
        name === 'etag' ? [name, to(value, received.target)] : [name, value],
      ),
    }),
  };
}
