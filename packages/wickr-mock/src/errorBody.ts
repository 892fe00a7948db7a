import { isJsonObject } from '@oidc-admin/mock';
import type { JsonValue, Refusal } from '@oidc-admin/mock';

/** What the vendor's own examples answer, by member and broken rule. */
const vendorTexts: Readonly<Record<string, string>> = {
  'companyId minLength': 'Company ID is required',
  'companyId prefix': 'Invalid companyId',
  'issuer minLength': 'issuer is a required field',
  'issuer unreachable': 'issuer contains an invalid endpoint',
};

/** The vendor's error body: `message`, and `reasons` where members are wrong. Never holds a value of the request. */
export function errorBody({ status, answer, broken, message, example }: Refusal): JsonValue {
  const known = vendorTexts[`${broken?.member ?? ''} ${broken?.kind ?? ''}`];
  const shown = isJsonObject(example) ? example['message'] : undefined;
  const specific = status === 400 || status === 422 || answer === undefined;
  const text = known ?? (specific ? message : (shown ?? message));
  if (status !== 422 || broken === undefined) return { message: text };
  const field = broken.member ?? broken.location.at(-1) ?? 'body';
  return { message: text, reasons: [{ field, reason: broken.message }] };
}
