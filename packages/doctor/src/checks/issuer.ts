import { isDocumentAddress } from '../address.ts';
import { documentOf, noDocument } from '../evidence.ts';
import { defineCheck } from '../signInCheck.ts';
import { compared, shown } from '../signInFinding.ts';

/** The address with a tenant of one's own where the issuer has a template. */
function tenantAddress(typed: string, template: string): string {
  const places = template.split('/');
  const name = places.findIndex((part) => /\{.*\}/.test(part));
  const own = /\{(.*)\}/.exec(places[name] ?? '')?.[1] ?? 'tenant';
  const parts = typed.split('/');
  return parts.map((part, index) => (index === name ? `<your ${own}>` : part)).join('/');
}

/** Whether the document names the issuer that is to be saved, to the character. */
export const issuer = defineCheck({
  symptom: 'Issuer mismatch, and the two look the same; or {tenantid} in the issuer',
  looksAt:
    'whether the issuer in the document is the one that was given, to the character, and no template of an endpoint for many tenants',
  problems: { issuerDiffers: 'error', issuerTemplate: 'error' },
  judge: (evidence) => {
    const document = documentOf(evidence);
    if (document === undefined) return { unchecked: noDocument };
    const { values, issuer: expected } = evidence;
    const where = 'issuer in the discovery document';
    if (/\{[^}]*\}/.test(document.issuer)) {
      const typed = values.address ?? expected;
      return {
        problems: [
          {
            code: 'issuerTemplate',
            what: 'The issuer is a template: this address is for many tenants, and tokens name another issuer.',
            where,
            given: shown(typed),
            found: shown(document.issuer),
            action: `Use the address of your own tenant: ${shown(tenantAddress(typed, document.issuer))}`,
          },
        ],
      };
    }
    const { address, addressForm } = values;
    const isDocument = address !== undefined && isDocumentAddress(address);
    // Who wants the document's address takes the issuer from the document, wherever that is. One given by hand is saved as it is.
    const fromDocument =
      address !== undefined &&
      (addressForm === 'document' || (addressForm === undefined && isDocument));
    const given = address === undefined ? (values.issuer ?? '') : expected;
    if (fromDocument || given === document.issuer)
      return { passed: `The issuer is ${shown(document.issuer)}, to the character.` };
    // The address check has said what is too much; without that, a slash at the end may be missing.
    if (isDocument && `${expected}/` === document.issuer)
      return { passed: `The issuer is ${shown(document.issuer)}.` };
    const { sentence, ...both } = compared(given, document.issuer);
    return {
      problems: [
        {
          code: 'issuerDiffers',
          what: `The provider names another issuer than the one that was given. ${sentence}`,
          where,
          ...both,
          action: 'Save the issuer exactly as the document has it.',
        },
      ],
    };
  },
});
