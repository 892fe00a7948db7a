import { acceptedRequests } from '../checks/accepting.ts';
import type { OperationChecks } from '../checks/kindChecks.ts';

/** Ways to write the same character set, which a standard says are one. */
const spellings: readonly (readonly [name: string | undefined, parameter: string])[] = [
  [undefined, '; charset=utf-8'],
  ['capitals', ';charset=UTF-8'],
  ['quoted', '; charset="utf-8"'],
];

/** The media type with its character set, and in another letter case. */
export const charset: OperationChecks = {
  variants: (about) => {
    const mediaType = about.operation.body?.mediaType ?? '';
    const written = spellings.map(([name, parameter]) => [name, mediaType + parameter] as const);
    const letters = mediaType.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
    return [...written, ['letters', `${letters}; Charset=utf-8`] as const].flatMap(([name, sent]) =>
      acceptedRequests(() => ({ change: (right) => ({ ...right, mediaType: sent }) }))
        .variants(about)
        .map((variant) => (name === undefined ? variant : { ...variant, name })),
    );
  },
};
