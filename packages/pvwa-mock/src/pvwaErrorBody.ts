import { isObject, type JsonValue, type MockRefusal } from '@oidc-admin/mock';

/**
 * The vendor's error body: its code and text, and in `Details` the rule that was broken. Never holds a value of the
 * request. Source: PVWA-ERROR-BODY; codes that were never seen are made up as `PASWS` with the status.
 */
export function pvwaErrorBody({
  status,
  response,
  broken,
  outside,
  message,
  example,
}: MockRefusal): JsonValue {
  const shown = response !== undefined && isObject(example) ? example : {};
  const code = response?.error?.code ?? shown['ErrorCode'] ?? `PASWS${status}E`;
  // The example names one cause of several.
  const isPrecise = outside || broken?.kind === 'mediaType';
  const text = isPrecise ? message : (shown['ErrorMessage'] ?? message);
  const body = { ErrorCode: code, ErrorMessage: text };
  if (status !== 400 || broken === undefined) return body;
  return { ...body, Details: [{ ErrorCode: code, ErrorMessage: broken.message }] };
}
