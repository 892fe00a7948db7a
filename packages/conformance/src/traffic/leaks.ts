import { below, type Contract, type JsonValue, type Operation } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { leavesOf } from '../checks/json.ts';
import { jsonIn } from './requestBody.ts';
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

/** Finds secrets in a text however they are escaped or encoded there. */
export interface LeakSearch {
  /** Those that were sent and may stand in a text. */
  readonly candidates: (text: string) => readonly string[];
  readonly isIn: (text: string, secrets: readonly string[]) => boolean;
}

/** Shorter ones, and those of one sort of characters, stand in many a text by chance. */
export function isTelling(secret: string): boolean {
  if (/^[A-Za-z _-]+$/.test(secret)) return secret.length >= 14;
  return secret.length >= (/^[\d .:-]+$/.test(secret) ? 12 : 6);
}

/** A success shows what others chose, too: there a secret has to be unlike any word. */
function isUnlikeWords(secret: string): boolean {
  return secret.length >= 12 && /\d/.test(secret) && /[A-Za-z]/.test(secret);
}

/**
 * Whether a secret that was sent, now or before, stands in a response where none may: in a header, in an error, or in a success
 * outside of the properties that are marked as secret.
 */
export function leaks(
  { clauses, sensitive }: Contract,
  { id: operation, action }: Operation,
  { response }: TrafficExchange,
  { candidates, isIn }: LeakSearch,
): readonly Mismatch[] {
  const all = clauses.filter(({ kind }) => kind === 'noOtherSecrets');
  const clause =
    all.find(({ resource }) => 'resource' in action && resource === action.resource) ?? all[0];
  if (response === undefined || clause === undefined) return [];
  // A cookie may well hold the session.
  const { 'set-cookie': _cookies, ...headers } = response.headers;
  const isError = response.status >= 400;
  const everywhere = [...Object.values(headers), ...(isError ? [response.body] : [])].join('\n');
  // Of most responses this is all.
  const searched = candidates([...Object.values(headers), response.body].join('\n'));
  if (searched.length === 0) return [];
  const { id, binding } = clause;
  const cite = (where: string, at?: string): readonly Mismatch[] => [
    {
      clause: id,
      binding,
      message: `a secret that was sent stands in ${where}`,
      expected: undefined,
      actual: undefined,
      ...(at !== undefined && { at }),
    },
  ];
  if (isIn(everywhere, searched)) return cite('a header or in an error');
  if (isError || sensitive.wholeResponses.includes(operation)) return [];
  const hidden = new Set(sensitive.properties.map((name) => name.toLowerCase()));
  const shown = leavesOf(jsonIn(response.body)).filter(
    ({ steps }) => !steps.some((step) => hidden.has(step.toLowerCase())),
  );
  const unlike = searched.filter((secret) => isUnlikeWords(secret));
  if (!isIn(shown.map(({ text }) => text).join('\n'), unlike)) return [];
  const leaf = shown.find(({ text }) => isIn(text, unlike));
  return cite('a response', below('', ...(leaf?.steps ?? [])));
}

/** The type of a value, in place of it where it may be a secret. */
export function typeWord(value: JsonValue | undefined): string {
  if (value === null) return '(null)';
  return `(${Array.isArray(value) ? 'array' : typeof value})`;
}
