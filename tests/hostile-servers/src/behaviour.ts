/** How a call ends: with the response, refused by the server, or without a response that could be used. */
export type Ending = 'done' | 'refused' | 'unusable';

/** How a run of the checks ends: its exit code by name. */
export type RunEnding =
  | 'conformant'
  | 'violations'
  | 'incomplete'
  | 'flaky'
  | 'unreachable'
  | 'unauthorised'
  | 'rateLimited';

/** One thing that a server does on a connection. In texts, `{token}` and the like stand for what the request carried. */
export type HostileStep =
  | { readonly send: string | Buffer }
  /** Again and again, as long as somebody reads or `times` says. */
  | { readonly flood: string | Buffer; readonly times?: number; readonly everyMs?: number }
  | { readonly waitMs: number }
  /** Keeps the connection open and says nothing more. */
  | 'stay'
  | 'end'
  | 'reset';

/** What a hostile server does where it should answer one operation; everything else it answers as it should. */
export interface Behaviour {
  /** After `server`: "sends no byte". */
  readonly what: string;
  readonly steps: readonly HostileStep[];
  /** When it begins: with the request, or before anything of it was read. */
  readonly at?: 'request' | 'accept';
  /** Whether only each second connection meets it. */
  readonly eachSecond?: true;
  /** Whether it is asked for by https. */
  readonly secure?: true;
  /** How a call of the client and of the command line ends. */
  readonly call: Ending;
  /** How a run of the checks may end. */
  readonly run: readonly RunEnding[];
}

export type Behaviours = Readonly<Record<string, Behaviour>>;

/** A response with its length. */
export function response(
  body: string | Buffer,
  headers: readonly string[] = ['content-type: application/json'],
  status = '200 OK',
): Buffer {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `content-length: ${Buffer.byteLength(body)}`];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

/** Status line and headers alone. */
export function statusAndHeaders(status: string, ...headers: readonly string[]): string {
  return `HTTP/1.1 ${status}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`;
}

/** What a right server would answer: an empty list. */
export const rightBody = '{"Providers":[]}';
