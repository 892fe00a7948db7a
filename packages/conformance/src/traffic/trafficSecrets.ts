import type { Redactor } from '@oidc-admin/client';
import type { Contract, Operation } from '@oidc-admin/contract';
import { leavesOf, type Leaf } from '../checks/json.ts';
import { credentialsIn, isMask } from './leaks.ts';
import { jsonIn } from './requestBody.ts';
import type { TrafficExchange } from './trafficExchange.ts';

/** What one exchange tells of secrets. */
export interface TrafficSecrets {
  /** Those that were sent, and must not come back. */
  readonly sent: readonly string[];
  /** Further texts that no report may show: what the server made, and what a marked query holds. */
  readonly hidden: readonly string[];
  /** Texts that were sent where anybody may read them: a secret that is a part of one is none that could be found again. */
  readonly plain: readonly string[];
}

/** Shorter cookies are flags and languages, shorter values of a query are words. */
const shortestCookie = 12;
const shortestValue = 6;

/** What an exchange shows of secrets: in bodies, in the query, in headers, and in the response. */
export function secretsOf(
  { sensitive }: Contract,
  redactor: Redactor,
  { id }: Operation,
  { url, headers, body = '', response }: TrafficExchange,
): TrafficSecrets {
  const query = Object.fromEntries(new URL(url).searchParams);
  const sent = bodyOf(body, headers['content-type']);
  const answered = jsonIn(response?.body ?? '');
  const isWhole = sensitive.wholeResponses.includes(id) && (response?.status ?? 0) < 300;
  const marked = sensitive.headers.flatMap((name) => {
    const value = headers[name.toLowerCase()];
    return value === undefined ? [] : secretsInHeader(value);
  });
  const cookies = (headers['cookie'] ?? '')
    .split(/; */)
    .map((one) => one.slice(one.indexOf('=') + 1));
  const named = redactor.secretsInQuery(query, '');
  const hiddenNames = new Set(sensitive.properties.map((name) => name.toLowerCase()));
  const isOpen = ({ steps }: Leaf): boolean =>
    !steps.some((step) => hiddenNames.has(step.toLowerCase()));
  const known = (texts: readonly string[]): readonly string[] =>
    texts.filter((text) => !isMask(text));
  return {
    sent: known([...redactor.secretsIn(sent), ...named, ...marked]),
    hidden: known([
      ...redactor.secretsInQuery(query, id).filter(({ length }) => length >= shortestValue),
      ...redactor.secretsIn(answered),
      ...(isWhole ? leavesOf(answered).map(({ text }) => text) : []),
      ...cookies.filter(({ length }) => length >= shortestCookie),
    ]),
    plain: [
      new URL(url).pathname,
      ...leavesOf(sent)
        .filter(isOpen)
        .map(({ text }) => text),
    ],
  };
}

/** What a header proves with; of a name and a password in Base64, the password too. */
export function secretsInHeader(value: string): readonly string[] {
  const proof = credentialsIn(value);
  if (!/^basic /i.test(value.trim())) return [proof];
  const pair = Buffer.from(proof, 'base64').toString();
  return [proof, pair.slice(pair.indexOf(':') + 1)];
}

/** A body as JSON; a form as the texts of its fields. */
function bodyOf(text: string, mediaType = ''): ReturnType<typeof jsonIn> {
  return mediaType.toLowerCase().startsWith('application/x-www-form-urlencoded')
    ? Object.fromEntries(new URLSearchParams(text))
    : jsonIn(text);
}
