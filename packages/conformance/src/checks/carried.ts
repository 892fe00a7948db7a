import type { Transfer } from '../wire/wireRequest.ts';
import { isHarmless, signingIn } from './accepting.ts';
import type { OperationClause, Variant } from './kindChecks.ts';
import { sendAccepted } from './signIn.ts';

/** What RFC 9110 lets a server answer that does not take a body so (sections 15.5.12 and 15.5.18). */
const declined: Readonly<Record<Transfer, number>> = { chunked: 411, expect: 417 };

/** A right body, carried in the other ways that HTTP has: in chunks, and sent when the server asks for it. */
export function carried(about: OperationClause): readonly Variant[] {
  const { clause, operation } = about;
  if (operation.body === undefined) return [];
  return (Object.keys(declined) as Transfer[]).map((transfer) => ({
    ...signingIn(about),
    name: transfer,
    sideBySide: isHarmless(about),
    run: async (context) => {
      const sent = await sendAccepted(context, operation, clause, {
        change: (right) => ({ ...right, transfer }),
        silent: true,
      });
      if (sent.response?.status !== declined[transfer]) context.add(sent.mismatches);
    },
  }));
}
