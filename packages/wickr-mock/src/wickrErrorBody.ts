import { isObject, type JsonValue, type MockRefusal } from '@oidc-admin/mock';

/** What the vendor's own examples answer, by property and broken rule. */
const vendorTexts: Readonly<Record<string, string>> = {
  'companyId minLength': 'Company ID is required',
  'companyId prefix': 'Invalid companyId',
  'issuer minLength': 'issuer is a required field',
  'issuer unreachable': 'issuer contains an invalid endpoint',
};

/** What a caller can mend, where the document's own example would name another reason. */
const ownTexts: Readonly<Record<string, string>> = {
  key: 'The access key, or the session token sent with it, is unknown',
  secret:
    'The signature does not match: the secret access key is another one, or the request was changed',
  service: 'The request is signed for another service',
  region: 'The request is signed for another region',
  date: 'The date of the signature is more than five minutes off',
  scopeDate: 'The request is signed for another day than that of its date',
  header: 'A header that must be signed is not, or one that is signed is missing',
  payloadHash: 'The header x-amz-content-sha256 holds the hash of another body',
  unsignedPayload: 'The body must be signed: UNSIGNED-PAYLOAD is not taken',
};

/** The vendor's error body: `message`, and `reasons` where properties are wrong. Never holds a value of the request. */
export function wickrErrorBody({
  status,
  response,
  broken,
  outside,
  message,
  example,
}: MockRefusal): JsonValue {
  const known =
    vendorTexts[`${broken?.property ?? ''} ${broken?.kind ?? ''}`] ??
    (broken?.kind === 'security' ? ownTexts[broken.clause.split('.').at(-2) ?? ''] : undefined) ??
    (status === 404 && broken === undefined && !outside
      ? 'The network has no OIDC configuration'
      : undefined);
  const shown = isObject(example) ? example['message'] : undefined;
  const specific = outside || status === 400 || status === 422 || response === undefined;
  const text = known ?? (specific ? message : (shown ?? message));
  if (status !== 422 || broken === undefined) return { message: text };
  const field = broken.property ?? broken.location.at(-1) ?? 'body';
  return { message: text, reasons: [{ field, reason: broken.message }] };
}
