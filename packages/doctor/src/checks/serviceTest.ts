import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

/** What the service itself says when it tries the provider out. */
export const serviceTest = defineCheck({
  symptom: 'The service does not reach the provider, though a browser does',
  looksAt:
    'what the service says when it tries the provider out itself, with what it trusts and from where it is',
  problems: { serviceTestFailed: 'error' },
  judge: ({ serviceTest: test, values }) => {
    if (test === undefined) return { unchecked: 'the service was not asked' };
    if (test.reached) return { passed: `The service reaches the provider: ${shown(test.said)}` };
    return {
      problems: [
        {
          code: 'serviceTestFailed',
          what: `The service tried the provider out, and failed: ${shown(test.said)}`,
          where: 'the service itself',
          ...(values.address === undefined ? {} : { given: shown(values.address) }),
          action:
            'Where this computer reaches the provider, look at what the service may reach, at its DNS, and at the certification authority that it has to trust.',
        },
      ],
    };
  },
});
