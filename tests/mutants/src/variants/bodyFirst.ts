import type { FaultHooks } from '@oidc-admin/mock/faults';
import type { ModelRequest } from '@oidc-admin/model';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** Layers of a body that code in front of the handler looks at, before anybody asks who sent it. */
const layers: Readonly<
  Record<string, readonly [says: string, isWrong: (request: ModelRequest) => boolean]>
> = {
  syntaxFirst: ['Malformed JSON is refused first.', ({ body }) => body.kind === 'malformed'],
  emptyFirst: ['An empty body is refused first.', ({ body }) => body.kind === 'none'],
  mediaTypeFirst: ['A media type is refused first.', ({ mediaType }) => mediaType === 'text/plain'],
  typeFirst: [
    'A body that is no object is refused first.',
    ({ body }) => body.kind === 'json' && Array.isArray(body.value),
  ],
};

export const bodyFirst: VariantMutants = (contract) =>
  operationsWith(contract, 'order').flatMap(({ clause, operation }) =>
    operation.body === undefined
      ? []
      : Object.entries(layers).map(([name, [says, isWrong]]) => ({
          clause,
          name,
          says,
          operation: operation.id,
          hooks: {
            decide: (decision, { request, refuse }) =>
              isWrong(request) ? refuse(400, 'The body is not accepted.') : decision,
          } satisfies FaultHooks,
        })),
  );
