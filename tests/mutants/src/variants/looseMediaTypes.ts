import type { FaultHooks } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** Ways to look at a media type that take another one for the right one. */
const loose: Readonly<
  Record<string, readonly [says: string, isTaken: (given: string, right: string) => boolean]>
> = {
  typeByItsStart: [
    'A media type is taken by the beginning of its name.',
    (given, right) => given.startsWith(right),
  ],
  typeBySuffix: [
    'A media type is taken by the suffix of its name.',
    (given, right) => given.endsWith(`+${right.split('/')[1]}`),
  ],
  typeByItsEnd: [
    'A media type is taken by what is behind its slash.',
    (given, right) => given.split('/')[1] === right.split('/')[1],
  ],
};

export const looseMediaTypes: VariantMutants = (contract) =>
  operationsWith(contract, 'mediaType').flatMap(({ clause, operation }) =>
    Object.entries(loose)
      // Where JSON by another name is left open, it is no fault to take it.
      .filter(
        ([name]) =>
          name === 'typeByItsStart' || operation.body?.untested?.includes('otherJson') !== true,
      )
      .map(([name, [says, isTaken]]) => ({
        clause,
        name,
        says,
        operation: operation.id,
        hooks: {
          request: (request) => {
            const right = operation.body?.mediaType ?? '';
            return isTaken(request.mediaType ?? '', right)
              ? { ...request, mediaType: right }
              : request;
          },
        } satisfies FaultHooks,
      })),
  );
