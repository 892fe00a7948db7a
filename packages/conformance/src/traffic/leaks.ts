import type { Contract, Operation } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import type { TrafficExchange } from './trafficExchange.ts';

/** Whether it stands in place of a secret, in a recording that was cleaned. */
export function isMask(text: string): boolean {
  return /^\[.*\]$|^(.)\1*$/.test(text);
}

/** The secret part of a header with credentials: the token, or the last part of a signature. */
export function credentialsIn(header: string): string {
  const value = header.trim();
  const last = value.split(/[ =]/).at(-1) ?? '';
  // A signature has its secret at the end, a token with a scheme before it too; a bare token is all of it.
  return value.includes(' ') ? last : value;
}

/** A text in which every URL has `instead` for its user and password, and for the values of its query and fragment: any may be a secret. */
export function withoutUrlSecrets(text: string, instead: string): string {
  // Neither quotes nor backslashes, so that JSON stays JSON.
  return text.replaceAll(/:\/\/[^\s"\\]*/g, (rest) =>
    rest
      .replace(/^:\/\/[^/?#]*@/, `://${instead}@`)
      .replace(/[?#].*/, (end) => end.replaceAll(/([?&#][^=&#]*=)[^&#]+/g, `$1${instead}`)),
  );
}

/** Whether a secret that was sent, now or before, stands in a response where none may: in a header, or in an error. */
export function leaks(
  { clauses }: Contract,
  { action }: Operation,
  { response }: TrafficExchange,
  secrets: readonly string[],
): readonly Mismatch[] {
  const clause = clauses.find(
    ({ kind, resource }) =>
      kind === 'noOtherSecrets' && 'resource' in action && resource === action.resource,
  );
  if (response === undefined || clause === undefined) return [];
  // A cookie may well hold the session.
  const { 'set-cookie': _cookies, ...headers } = response.headers;
  const text = [...Object.values(headers), ...(response.status >= 400 ? [response.body] : [])].join(
    '\n',
  );
  // A short one stands in many a text by chance.
  const isLeaked = secrets.some((secret) => secret.length > 5 && text.includes(secret));
  if (!isLeaked) return [];
  const { id, binding } = clause;
  const message = 'a secret that was sent stands in a header or in an error';
  return [{ clause: id, binding, message, expected: undefined, actual: undefined }];
}
