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

/** Where the number of digits is fixed. */
const counted: typeof loose = {
  zeroBeforeTaken: [
    'A zero before the digits is ignored.',
    (text) => (text.length > 1 ? text.replace(/^0/, '') : text),
  ],
};

const decoding: typeof loose = {
  decodedTwice: ['A value of the path is decoded twice.', decoded],
};

/** Reads a value in the path more loosely than its pattern. */
export const loosePatterns: VariantMutants = (contract) =>
  operationsWith(contract, 'pathParameter').flatMap(({ clause, operation }) => {
    const { element = '' } = clause;
    const parameter = operation.parameters.find(
      ({ name, in: place }) => place === 'path' && name === element,
    );
    const { pattern } = parameter ?? {};
    if (pattern === undefined) return [];
    // Where any text will do, digits are not read loosely.
    const ways = {
      ...decoding,
      ...(/^\^(\[0-9\]|\\d)/.test(pattern) ? loose : {}),
      ...(/^\^(\[0-9\]|\\d)\{\d+\}\$$/.test(pattern) ? counted : {}),
    };
    const isRight = (text: string): boolean => new RegExp(pattern, 'u').test(text);
    return Object.entries(ways).map(([name, [says, read]]) => ({
      clause,
      name,
      says,
      operation: operation.id,
      hooks: {
        request: (request) => {
          const { [element]: given = '' } = request.path;
          return isRight(given)
            ? request
            : { ...request, path: { ...request.path, [element]: read(given) } };
        },
      } satisfies FaultHooks,
    }));
  });

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
