import { wellKnown } from '../address.ts';
import type { ReadFailure } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';
import { compared } from '../signInFinding.ts';

const codes = {
  unreachable: 'documentUnreachable',
  elsewhere: 'documentElsewhere',
  redirected: 'documentRedirected',
  status: 'documentStatus',
  invalid: 'documentInvalid',
} as const;

const actions: Readonly<Record<ReadFailure, string>> = {
  unreachable: 'Look at the name of the host, at DNS, firewalls and proxies.',
  elsewhere:
    'Give the address where the document really is: not every service follows to another server, and nothing was read there.',
  redirected: 'Give the address where the document really is.',
  status: `Open the address in a browser. The document is at the issuer with ${wellKnown} behind it.`,
  invalid: 'Open the address in a browser: a discovery document is a JSON object with an issuer.',
};

/** Whether the discovery document is there. */
export const discoveryDocument = defineCheck({
  symptom: 'Discovery fails',
  looksAt:
    'whether the discovery document is there, is JSON, and names an issuer; redirects are shown',
  problems: {
    documentUnreachable: 'error',
    documentNotReadHere: 'warning',
    documentElsewhere: 'warning',
    documentRedirected: 'error',
    documentStatus: 'error',
    documentInvalid: 'error',
    documentMoved: 'warning',
  },
  judge: ({ document: reading, values, chain, serviceTest }) => {
    if (reading === undefined) return { unchecked: 'there is no address to read it from' };
    if ('value' in reading) {
      const [first] = reading.moved;
      if (first === undefined) return { passed: `The discovery document is at ${reading.url}.` };
      const { sentence, ...both } = compared(first, reading.url);
      return {
        problems: [
          {
            code: 'documentMoved',
            what: `The document is at another address than the one that was given. ${sentence}`,
            where: 'the address that was given',
            ...both,
            action: 'Give that address: not every service follows.',
          },
        ],
      };
    }
    const { failure, url, why, location } = reading;
    if ((failure === 'unreachable' || failure === 'status') && serviceTest?.reached === true)
      return {
        problems: [
          {
            code: 'documentNotReadHere',
            what: `The service reaches the provider, and this computer does not read it: ${why}. What the provider publishes was not looked at.`,
            where: url,
            action:
              'Run this where the provider is reached, or give a proxy or the certification authority.',
          },
        ],
      };
    if (values.address === undefined)
      return { unchecked: `the provider is described by hand, and ${url} has no document: ${why}` };
    if (failure === 'unreachable' && typeof chain !== 'string' && chain.refused !== undefined)
      return { unchecked: 'the certificate of the server is not trusted' };
    const { sentence = '', ...both } = location === undefined ? {} : compared(url, location);
    return {
      problems: [
        {
          code: codes[failure],
          what: `The discovery document cannot be read: ${why}. ${sentence}`.trim(),
          where: url,
          ...both,
          action: actions[failure],
        },
      ],
    };
  },
});
