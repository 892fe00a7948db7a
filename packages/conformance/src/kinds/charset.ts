import type { Operation, Resource } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { isHarmless, signingIn } from '../checks/accepting.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, OperationClause } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { readBack } from '../checks/readBack.ts';
import type { SentRequest } from '../checks/sent.ts';
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
  about: OperationClause,
  mediaType: string,
): Promise<void> {
  const { contract, operation, clause } = about;
  const resource = operation.changes ? resourceOn(contract, operation) : undefined;
  if (resource === undefined) {
    await sendAccepted(context, operation, clause, {
      change: (right) => ({ ...right, mediaType }),
    });
    return;
  }
  const found = await wrongOf(context, about, resource, mediaType);
  const isOfClause = (one: Mismatch): boolean => one.clause === clause.id;
  // Who does not keep such letters at all has not read them in another character set.
  const isControlled =
    !found.some(isOfClause) ||
    !(await wrongOf(context, about, resource, operation.body?.mediaType)).some(isOfClause);
  context.add(isControlled ? found : found.filter((one) => !isOfClause(one)));
  if (!isControlled)
    throw new NotRun(
      'preparation',
      'letters beyond ASCII are not kept without a character set either',
    );
}

/** What differs where letters beyond ASCII are sent as a media type, and read back. */
async function wrongOf(
  context: CheckContext,
  { operation, clause }: OperationClause,
  resource: Resource,
  mediaType = '',
): Promise<SentRequest['mismatches']> {
  const { wanted, change = (right) => right } = beyondAscii(context, operation, resource);
  // Another text than the one that was sent was read in another character set.
  const relabel = (mismatch: Mismatch): string =>
    context.run.clause(mismatch.clause)?.kind === 'kept' ? clause.id : mismatch.clause;
  const options = { relabel, silent: true };
  const sent = await sendAccepted(context, operation, clause, {
    ...options,
    ...(wanted && { wanted }),
    change: (right) => ({ ...change(right), mediaType }),
  });
  const read = sent.accepted ? await readBack(context, sent, options) : undefined;
  const doubt = sent.doubt ?? read?.doubt;
  const found = [...sent.mismatches, ...(read?.mismatches ?? [])];
  if (doubt !== undefined && found.length === 0) throw new NotRun('unsettled', doubt);
  return found;
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
