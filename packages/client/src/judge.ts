import type { OperationTable, TableOperation } from '@oidc-admin/contract';
import type { ReceivedResponse } from './authentication.ts';
import { documentedError, type DocumentedErrorClass } from './documentedErrors.ts';
import { type ClientError, UnexpectedResponseError, type UnexpectedReason } from './errors.ts';
import { printable } from './printable.ts';
import { hasProperties, type Redactor } from './redactor.ts';
import { redirectTarget } from './redirectTarget.ts';
import { isTransient, retryAfterMs } from './retry.ts';

/** What a call came to: a value, or the error to throw. */
export type CallOutcome =
  | { readonly value: unknown; readonly error?: undefined; readonly response: ReceivedResponse }
  | { readonly error: ClientError; readonly response?: ReceivedResponse | undefined };

/** What a judge needs to know of its API. */
export interface JudgeSettings {
  readonly table: OperationTable;
  readonly classes: Readonly<Record<string, DocumentedErrorClass>>;
  readonly redactor: Redactor;
  /** Response headers that may hold the server's id of the request, the first one found wins. */
  readonly requestIdHeaders: readonly string[];
}

type Json = { readonly value: unknown } | undefined;

/** Lists and objects in each other so deep are read, and no deeper: whoever walks through them needs a stack. */
const deepest = 500;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isQuoted && character === '\\') index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

function parse(text: string): Json {
  if (text.length > deepest && isTooDeep(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The reason is not passed on: it quotes the text.
    return undefined;
  }
}

/** The error's name on the wire: what follows ':' and a namespace before '#' are dropped. */
function wireCodeOf(
  { header, properties }: OperationTable['errors'],
  headers: Headers,
  body: unknown,
): string | undefined {
  const given = [
    header === undefined ? undefined : headers.get(header),
    ...properties.map((property) => (hasProperties(body) ? body[property] : undefined)),
  ].find((one) => typeof one === 'string' && one !== '');
  return typeof given === 'string' ? given.replace(/:.*$/s, '').replace(/^.*#/s, '') : undefined;
}

function messageIn(body: unknown): string | undefined {
  if (!hasProperties(body)) return undefined;
  const found = Object.entries(body).find(
    ([name, value]) => /message$/i.test(name) && typeof value === 'string',
  );
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}

function kindOf(response: ReceivedResponse): string {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  return /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'no content type';
}

function isPage(response: ReceivedResponse): boolean {
  return /html/i.test(response.headers.get('content-type') ?? '') || /^\s*</.test(response.text);
}

function askedPause({ status, headers }: ReceivedResponse): number | undefined {
  return status < 400 ? undefined : retryAfterMs(headers.get('retry-after'), Date.now());
}

/** How long the server wants to be left alone, in words that end a message; nothing where it does not matter. */
function waitWords(response: ReceivedResponse): string {
  const milliseconds = askedPause(response);
  if (milliseconds !== undefined)
    return `; to be sent again in ${Math.ceil(milliseconds / 1000)} seconds`;
  return response.status === 429 ? '; the server does not say how long to wait' : '';
}

/** Where a redirect leads, in words that end a message. */
function redirectWords({ headers }: ReceivedResponse): string {
  const target = redirectTarget(headers.get('location') ?? '');
  return target === ''
    ? 'a redirect, which is not followed'
    : `a redirect to ${target}, which is not followed`;
}

/** Statuses of a success that stand in for each other where an operation documents only one. */
const successes: ReadonlySet<number> = new Set([200, 201, 204]);

function dueResponse(
  { responses }: TableOperation,
  status: number,
): TableOperation['responses'][number] | undefined {
  return (
    responses.find((response) => response.status === status && response.error === undefined) ??
    (successes.has(status)
      ? responses.find((response) => successes.has(response.status))
      : undefined)
  );
}

/**
 * Decides what a response is: a documented success, a documented error, or something else, which is
 * then named. `secrets` are known values that no error may hold; the search for them ends with the call's time.
 */
export function judge(
  { table, classes, redactor, requestIdHeaders }: JudgeSettings,
  operation: TableOperation,
  response: ReceivedResponse,
  secrets: () => readonly string[],
  isOver: () => boolean,
): CallOutcome {
  const { status, text } = response;
  const { id } = operation;
  const clean = (given: string | undefined): string | undefined =>
    given === undefined ? undefined : redactor.text(given, secrets(), isOver);
  const about = () => {
    const given = requestIdHeaders.map((name) => response.headers.get(name)).find((one) => one);
    const requestId = given ? printable(clean(given) ?? '') : undefined;
    return { operation: id, status, requestId, retryAfterMs: askedPause(response) };
  };
  const unexpected = (reason: UnexpectedReason, what: string, shown?: unknown): CallOutcome => ({
    response,
    error: new UnexpectedResponseError({
      message: `${id}: answered ${status} with ${what}${waitWords(response)}`,
      ...about(),
      reason,
      retryable: isTransient(status),
      body: shown,
    }),
  });
  const size = `${text.length} characters`;

  if (status >= 300 && status < 400 && response.headers.has('location'))
    return unexpected('redirect', clean(redirectWords(response)) ?? '');
  const empty = text.trim() === '';
  if (!empty && isPage(response))
    return unexpected('html', `a page (${kindOf(response)}, ${size}) where JSON is due; a proxy?`);
  const json = empty ? undefined : parse(text);
  const isSuccess = status >= 200 && status < 300;
  const due = isSuccess ? dueResponse(operation, status) : undefined;
  if (!empty && json === undefined && due?.anyBody !== true)
    return unexpected(
      'notJson',
      `a body that is no JSON, is cut off or nested too deeply (${kindOf(response)}, ${size})`,
    );

  if (isSuccess) {
    if (due === undefined) return unexpected('status', 'a status that is not documented');
    // A body that is not documented says nothing; it is dropped.
    if (due.mediaType === undefined) return { value: undefined, response };
    if (json === undefined) return unexpected('empty', 'no body where one is due');
    return { value: json.value, response };
  }

  const body = json?.value;
  const wireCode = wireCodeOf(table.errors, response.headers, body);
  const documented = documentedError(table, operation, status, wireCode);
  const errorClass = documented === undefined ? undefined : classes[documented.name];
  // A server may repeat in words what the same body holds under a sensitive name.
  const known = [...secrets(), ...redactor.secretsIn(body)];
  const cleanAll = (given: string): string => redactor.text(given, known, isOver);
  const message = messageIn(body);
  const words =
    message === undefined ? (empty ? 'the response has no body' : undefined) : cleanAll(message);
  const shownCode = wireCode === undefined ? undefined : printable(cleanAll(wireCode));
  if (documented === undefined || errorClass === undefined) {
    const isRead = words !== undefined && !empty;
    const what = isRead ? `${shownCode ?? 'no code'}): ${words}` : `${kindOf(response)}, ${size})`;
    return unexpected(
      'status',
      `a status that is not documented (${what}`,
      redactor.value(body, known, isOver),
    );
  }
  const code = shownCode === undefined || shownCode === documented.name ? '' : ` ${shownCode}`;
  return {
    response,
    error: new errorClass({
      message: `${id}: ${documented.name} (${status}${code})${words === undefined ? '' : `: ${words}`}${waitWords(response)}`,
      ...about(),
      retryable: documented.retry,
      wireCode: shownCode,
      body: redactor.value(body, known, isOver),
    }),
  };
}
