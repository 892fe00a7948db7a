import { isDocumentAddress, mistakeInAddress, wellKnown } from '../address.ts';
import { defineCheck } from '../signInCheck.ts';
import { shown } from '../signInFinding.ts';

/** Whether the address is the one that the field wants: an issuer, or the URL of a discovery document. */
export const address = defineCheck({
  symptom: 'Discovery fails, although the provider works',
  looksAt:
    'whether the address is a URL, and in the form that the field wants: the issuer, or the URL of the discovery document',
  problems: {
    addressMissing: 'error',
    addressUnusable: 'error',
    documentInsteadOfIssuer: 'error',
    issuerInsteadOfDocument: 'error',
  },
  judge: ({ values: { address: typed, addressForm, issuer } }) => {
    const given = typed ?? issuer;
    // An issuer of a provider that is described by hand is one.
    const form = typed === undefined ? undefined : addressForm;
    if (given === undefined)
      return {
        problems: [
          {
            code: 'addressMissing',
            what: 'There is neither an issuer nor the URL of a discovery document.',
            action: 'Give one of them; the pages of the provider name both.',
          },
        ],
      };
    const mistake = mistakeInAddress(given);
    if (mistake !== undefined)
      return {
        problems: [
          {
            code: 'addressUnusable',
            what: `The address of the provider ${mistake}.`,
            where: 'the address that was given',
            action: 'Copy the address from the pages of the provider.',
          },
        ],
      };
    const isDocument = isDocumentAddress(given);
    if (form === 'issuer' && isDocument)
      return {
        problems: [
          {
            code: 'documentInsteadOfIssuer',
            what: 'This is the URL of the discovery document, and the field wants the issuer.',
            where: 'the address that was given',
            given: shown(given),
            action: `Leave out ${wellKnown} and what is behind it; the issuer in the document is what to save, to the character.`,
          },
        ],
      };
    if (form === 'document' && !isDocument)
      return {
        problems: [
          {
            code: 'issuerInsteadOfDocument',
            what: 'This is an issuer, and the field wants the URL of the discovery document.',
            where: 'the address that was given',
            given: shown(given),
            action: `Put ${wellKnown} behind it, with one slash in between.`,
          },
        ],
      };
    // Nobody knows what the field wants.
    if (form === undefined)
      return {
        passed: `The address is ${isDocument ? 'the URL of a discovery document' : 'an issuer'}.`,
      };
    return { passed: 'The address has the form that the field wants.' };
  },
});
