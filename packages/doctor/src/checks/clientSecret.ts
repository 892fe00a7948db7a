import { defineCheck } from '../signInCheck.ts';

const guid = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** Whether the client secret is one. */
export const clientSecret = defineCheck({
  symptom: 'Invalid client, from the first day',
  looksAt: 'whether the client secret has the form of an id (a GUID), as the id of a secret has',
  problems: { secretIsId: 'warning' },
  judge: ({ values: { clientSecret: secret } }) => {
    if (secret === undefined) return { unchecked: 'the client secret was not given' };
    if (!guid.test(secret.trim()))
      return { passed: 'The client secret does not look like the id of one.' };
    return {
      problems: [
        {
          code: 'secretIsId',
          what: 'The client secret has the form of an id. Providers show the id of a secret beside its value.',
          where: 'the client secret',
          action:
            'Copy the value of the secret, not its id; where it is not shown any more, make a new one.',
        },
      ],
    };
  },
});
