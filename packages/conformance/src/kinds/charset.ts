import type { Operation, Resource } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { isHarmless, signingIn } from '../checks/accepting.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, OperationClause } from '../checks/kindChecks.ts';
import { readBack } from '../checks/readBack.ts';
import { sendAccepted, type AcceptedRequest } from '../checks/signIn.ts';
import { specialInside, specialValues } from '../sequences/texts.ts';

/** Ways to write the same character set, which a standard says are one. */
const spellings: readonly (readonly [name: string | undefined, parameter: string])[] = [
  [undefined, '; charset=utf-8'],
  ['capitals', ';charset=UTF-8'],
  ['quoted', '; charset="utf-8"'],
];

/** The media type with its character set, and in another letter case: what is written so is read as it was sent. */
export const charset: OperationChecks = {
  variants: (about) => {
    const mediaType = about.operation.body?.mediaType ?? '';
    const written = spellings.map(([name, parameter]) => [name, mediaType + parameter] as const);
    const letters = mediaType.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
    return [...written, ['letters', `${letters}; Charset=utf-8`] as const].map(([name, sent]) => ({
      ...(name === undefined ? {} : { name }),
      sideBySide: isHarmless(about),
      ...signingIn(about),
      run: (context) => sendAs(context, about, sent),
    }));
  },
};

async function sendAs(
  context: CheckContext,
  { contract, operation, clause }: OperationClause,
  mediaType: string,
): Promise<void> {
  const resource = operation.changes ? resourceOn(contract, operation) : undefined;
  const { wanted, change = (right) => right }: AcceptedRequest =
    resource === undefined ? {} : beyondAscii(context, operation, resource);
  // Another text than the one that was sent was read in another character set.
  const relabel = (mismatch: Mismatch): string =>
    context.run.clause(mismatch.clause)?.kind === 'kept' ? clause.id : mismatch.clause;
  const sent = await sendAccepted(context, operation, clause, {
    ...(wanted && { wanted }),
    change: (right) => ({ ...change(right), mediaType }),
    relabel,
  });
  if (resource !== undefined && sent.accepted) await readBack(context, sent, { relabel });
}

/** Characters beyond ASCII wherever any text is right. */
function beyondAscii(
  { run: { source } }: CheckContext,
  operation: Operation,
  resource: Resource,
): AcceptedRequest {
  return {
    wanted: {
      properties: 'full',
      given: specialValues(operation, resource, 'letters', source),
    },
    change: specialInside(operation, resource, 'letters', source),
  };
}
