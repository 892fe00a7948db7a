import { isHarmless, signingIn } from '../checks/accepting.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import type { OperationChecks } from '../checks/kindChecks.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** Ways to send a body that are one to HTTP, and what a server answers that does not know the way, where the document allows that. */
const ways: Readonly<
  Record<
    string,
    {
      change: (right: CheckRequest) => CheckRequest;
      declined: number;
      /** What any server may answer, as it says how much it takes. */
      tooMuch?: number;
    }
  >
> = {
  chunked: { change: (right) => ({ ...right, transfer: 'chunked' }), declined: 411 },
  // More than what a server commonly reads at a time.
  chunkedLong: {
    change: (right) => ({ ...right, text: lengthened(right.body), transfer: 'chunked' }),
    declined: 411,
    tooMuch: 413,
  },
  expect: { change: (right) => ({ ...right, transfer: 'expect' }), declined: 417 },
  letters: {
    change: (right) => ({ ...right, mediaType: inCapitals(right.operation.body?.mediaType ?? '') }),
    declined: 415,
  },
};

/** A right body, sent in another way that HTTP has. */
export const transfer: OperationChecks = {
  variants: (about) =>
    Object.entries(ways).map(([name, { change, declined, tooMuch }]) => ({
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
        const status = sent.response?.status;
        const isDeclined = mayDecline === true && status === declined;
        if (!isDeclined && (tooMuch === undefined || status !== tooMuch))
          context.add(sent.mismatches);
      },
    })),
};

/** The same JSON with so much white space in it that it comes in many pieces. */
function lengthened(body: CheckRequest['body']): string {
  return JSON.stringify(body ?? {}).replace(/[{[]/, `$&${' '.repeat(longBody)}`);
}

const longBody = 40_000;

function inCapitals(mediaType: string): string {
  const [type = '', subtype = ''] = mediaType.split('/');
  return `${type.replace(/^./, (letter) => letter.toUpperCase())}/${subtype.toUpperCase()}`;
}
