import { isHarmless, signingIn } from '../checks/accepting.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import type { OperationChecks } from '../checks/kindChecks.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** Ways to send a body that are one to HTTP, and what a server answers that does not know the way, where the document allows that. */
const ways: Readonly<
  Record<string, { change: (right: CheckRequest) => CheckRequest; declined: number }>
> = {
  chunked: { change: (right) => ({ ...right, transfer: 'chunked' }), declined: 411 },
  expect: { change: (right) => ({ ...right, transfer: 'expect' }), declined: 417 },
  letters: {
    change: (right) => ({ ...right, mediaType: inCapitals(right.operation.body?.mediaType ?? '') }),
    declined: 415,
  },
};

/** A right body, sent in another way that HTTP has. */
export const transfer: OperationChecks = {
  variants: (about) =>
    Object.entries(ways).map(([name, { change, declined }]) => ({
      name,
      sideBySide: isHarmless(about),
      ...signingIn(about),
      run: async (context) => {
        const sent = await sendAccepted(context, about.operation, about.clause, {
          change,
          silent: true,
        });
        const mayDecline = about.clause.outcome?.allow.some(
          (one) => 'status' in one && one.status === declined,
        );
        if (mayDecline !== true || sent.response?.status !== declined) context.add(sent.mismatches);
      },
    })),
};

function inCapitals(mediaType: string): string {
  const [type = '', subtype = ''] = mediaType.split('/');
  return `${type.replace(/^./, (letter) => letter.toUpperCase())}/${subtype.toUpperCase()}`;
}
