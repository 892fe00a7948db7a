import { noDocument } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';

/** In seconds. Services leave some minutes for clocks that go wrong, many of them five. */
const limits = { warning: 60, error: 300 };

/** Whether both clocks show the same. */
export const clock = defineCheck({
  symptom: 'A token is not yet valid, or expired already',
  looksAt: `the Date header of the provider against the clock of this computer: more than ${limits.warning} seconds are a risk, more than ${limits.error} a mistake`,
  problems: { clocksDiffer: 'warning', clocksDifferMuch: 'error' },
  judge: ({ document }) => {
    if (document === undefined || 'failure' in document) return { unchecked: noDocument };
    const { clockAheadS: aheadS } = document;
    if (aheadS === undefined) return { unchecked: 'the provider does not say what time it is' };
    const differenceS = Math.abs(aheadS);
    if (differenceS <= limits.warning) return { passed: 'The clocks show the same time.' };
    return {
      problems: [
        {
          code: differenceS > limits.error ? 'clocksDifferMuch' : 'clocksDiffer',
          what: `The clock of the provider is ${differenceS} seconds ${aheadS > 0 ? 'ahead of' : 'behind'} the clock of this computer.`,
          where: 'the Date header of the discovery document',
          action: 'Set the clock that is wrong; have both follow a time server.',
        },
      ],
    };
  },
});
