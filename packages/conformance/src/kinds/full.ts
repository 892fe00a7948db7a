import { isHarmless, underFreeKey } from '../checks/accepting.ts';
import type { OperationChecks } from '../checks/kindChecks.ts';
import { wholeQuery } from '../checks/queries.ts';
import { readBack } from '../checks/readBack.ts';
import { sendAccepted } from '../checks/signIn.ts';

/** Everything that is documented. */
export const full: OperationChecks = {
  shows: 'success',
  variants: (about) => [
    {
      sideBySide: isHarmless(about),
      run: async (context) => {
        const { clause, operation } = about;
        const query = wholeQuery(context, operation);
        const sent = await sendAccepted(context, operation, clause, {
          wanted: { properties: 'full' },
          change: (right) => ({ ...right, query }),
        });
        if (sent.accepted) await readBack(context, sent);
      },
    },
    ...underFreeKey(about, 'full'),
  ],
};
