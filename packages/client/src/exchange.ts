import type { OutgoingRequest, ReceivedResponse } from './authentication.ts';
import { mask } from './printable.ts';
import type { Redactor } from './redactor.ts';
import { redirectTarget } from './redirectTarget.ts';

/** A request as it goes to the server, with every secret masked. */
export interface ShownRequest {
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; none where there is no body. */
  readonly body?: unknown;
}

/** A request and what came back, with every secret masked. */
export interface HttpExchange {
  readonly request: ShownRequest;
  /** None where nothing came back. */
  readonly response?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Parsed JSON, or how long a text is that is none. */
    readonly body?: unknown;
  };
}

type Shown = { readonly body?: unknown };

function shownBody(text: string | undefined, show: (value: unknown) => unknown): Shown {
  if (text === undefined || text === '') return {};
  try {
    return { body: show(JSON.parse(text)) };
  } catch {
    return { body: `(${text.length} characters that are no JSON)` };
  }
}

function shownHeaders(
  headers: Readonly<Record<string, string>>,
  redactor: Redactor,
  secrets: readonly string[],
): Record<string, string> {
  const shown = Object.entries(redactor.headers(headers));
  return Object.fromEntries(shown.map(([name, value]) => [name, redactor.text(value, secrets)]));
}

/** A request as a person may see it. */
export function shownRequest(
  operation: string,
  { method, url, headers, body }: OutgoingRequest,
  redactor: Redactor,
  secrets: readonly string[],
): ShownRequest {
  return {
    operation,
    method,
    url: redactor.text(redactor.url(url, operation), secrets),
    headers: shownHeaders(headers, redactor, secrets),
    ...shownBody(body, (value) => redactor.value(value, secrets)),
  };
}

/** A header that names a page: its query and a password in it may be secrets that nobody knows to be some. */
function shownLocation(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { location } = headers;
  return location === undefined ? {} : { location: redirectTarget(location) };
}

/** A response as a person may see it; where all of it is a secret, nothing of it. */
export function shownResponse(
  { status, headers, text }: ReceivedResponse,
  redactor: Redactor,
  secrets: readonly string[],
  isSecret: boolean,
): NonNullable<HttpExchange['response']> {
  const given = Object.fromEntries(headers);
  return {
    status,
    headers: shownHeaders({ ...given, ...shownLocation(given) }, redactor, secrets),
    ...shownBody(text, (value) => (isSecret ? mask : redactor.value(value, secrets))),
  };
}
