import type { ServerChain } from '../evidence.ts';
import { isCertificate } from '../readChain.ts';
import { defineCheck } from '../signInCheck.ts';

type Code =
  | 'certificateExpired'
  | 'certificateHost'
  | 'certificateIncomplete'
  | 'certificateUnreadable'
  | 'certificateUntrusted';

/** By the names that OpenSSL has for what is wrong. */
const codes: Readonly<Record<string, Code>> = {
  CERT_HAS_EXPIRED: 'certificateExpired',
  CERT_NOT_YET_VALID: 'certificateExpired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificateHost',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificateIncomplete',
};

const texts: Readonly<Record<Code, readonly [what: string, action: string]>> = {
  certificateExpired: [
    'The certificate of the server is not valid today.',
    'Have it renewed, and look at the clock of this computer.',
  ],
  certificateHost: [
    'The certificate of the server is for another host.',
    'Use the name that stands in the certificate, or have the certificate made for this one.',
  ],
  certificateIncomplete: [
    'The chain of certificates stops before its root: the server leaves one out, or nobody knows the root. Browsers fetch what is missing, services do not.',
    'Have the server send its intermediate certificates too. If the root is one of your own, the service has to trust it.',
  ],
  certificateUnreadable: [
    'The certificate that was given is none in PEM form.',
    'Give a text that begins with -----BEGIN CERTIFICATE-----.',
  ],
  certificateUntrusted: [
    'The chain of certificates ends at a certification authority that is not trusted by everybody.',
    'Have the service trust that authority: give its certificate where the service has a field for it, or put it among the trusted roots of the server. Give it here as well, to have everything else checked.',
  ],
};

function chainText({ certificates }: ServerChain): string {
  const last = certificates.at(-1);
  const names = certificates.map(({ owner }) => owner);
  const root = last === undefined || last.issuedBy === last.owner ? [] : [last.issuedBy];
  return [...names, ...root].join(' ← ');
}

/** Whether the server proves who it is, to somebody who trusts what the service trusts. */
export const certificate = defineCheck<Code>({
  symptom: 'Unknown authority, although a browser is fine',
  looksAt:
    'the chain of certificates and its root: an authority of one’s own that the service does not trust, a missing intermediate, another host, a wrong date',
  problems: {
    certificateExpired: 'error',
    certificateHost: 'error',
    certificateIncomplete: 'error',
    certificateUnreadable: 'error',
    certificateUntrusted: 'error',
  },
  judge: ({ chain, values, serviceTest }) => {
    const problem = (code: Code, found?: string) => {
      const [what, action] = texts[code];
      const shownChain = found === undefined ? {} : { found };
      return { problems: [{ code, what, action, where: 'the TLS certificate', ...shownChain }] };
    };
    if (values.certificate !== undefined && !isCertificate(values.certificate))
      return problem('certificateUnreadable');
    if (typeof chain === 'string') return { unchecked: chain };
    const { refused, needsGiven } = chain;
    if (refused !== undefined && serviceTest?.reached === true)
      return {
        unchecked: `the service trusts the server, and this computer does not: ${chainText(chain)}`,
      };
    if (refused !== undefined)
      return problem(codes[refused] ?? 'certificateUntrusted', chainText(chain));
    const trust = needsGiven ? 'the certificate that was given' : 'what everybody trusts';
    return { passed: `The chain of certificates leads to ${trust}: ${chainText(chain)}.` };
  },
});
