import type { FaultHooks } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

const loose: Readonly<Record<string, readonly [says: string, read: (text: string) => string]>> = {
  lineEndTaken: ['A line end behind a value of the path is ignored.', (text) => text.trimEnd()],
  otherDigitTaken: [
    'Digits of other scripts are taken for digits.',
    (text) =>
      text.replaceAll(/[\u0660-\u0669]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0x06_60)),
  ],
};

/** Reads a value in the path more loosely than its pattern. */
export const loosePatterns: VariantMutants = (contract) =>
  operationsWith(contract, 'pathParameter').flatMap(({ clause, operation }) => {
    const { element = '' } = clause;
    const parameter = operation.parameters.find(
      ({ name, in: place }) => place === 'path' && name === element,
    );
    // Where any text will do, nothing is read loosely.
    if (!/^\^(\[0-9\]|\\d)/.test(parameter?.pattern ?? '')) return [];
    return Object.entries(loose).map(([name, [says, read]]) => ({
      clause,
      name,
      says,
      operation: operation.id,
      hooks: {
        request: (request) => ({
          ...request,
          path: { ...request.path, [element]: read(request.path[element] ?? '') },
        }),
      } satisfies FaultHooks,
    }));
  });
