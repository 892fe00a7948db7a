import { connect } from 'node:net';

/** One response as it came over the wire. */
export interface ParsedResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came back over one connection. */
export interface ParsedExchange {
  readonly responses: readonly ParsedResponse[];
  /** Bytes after the last whole response. */
  readonly rest: string;
  /** How it ended: all expected responses were there, the server closed, or nothing came for too long. */
  readonly ended: 'answered' | 'closed' | 'silent';
}

/**
 * Sends bytes over a connection of its own and reads until so many responses are there. Where any number is right, the
 * caller sends no more, and the server has to close.
 */
export function exchangeBytes(
  port: number,
  bytes: Buffer,
  {
    answers,
    isHead,
    patience,
  }: {
    readonly answers: number | undefined;
    readonly isHead: boolean;
    readonly patience: number;
  },
): Promise<ParsedExchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      if (answers === undefined) socket.end();
    });
    const finish = (ended: ParsedExchange['ended']): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...parse(Buffer.concat(chunks).toString('latin1'), isHead), ended });
    };
    const timer = setTimeout(() => finish('silent'), patience);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (answers === undefined) return;
      const { responses, rest } = parse(Buffer.concat(chunks).toString('latin1'), isHead);
      if (responses.length >= answers && rest === '') finish('answered');
    });
    // A server that has seen enough may reset the connection.
    socket.on('error', () => {});
    socket.on('close', () => finish('closed'));
  });
}

function parse(text: string, isHead: boolean): Pick<ParsedExchange, 'responses' | 'rest'> {
  const responses: ParsedResponse[] = [];
  let rest = text;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    const found = end < 0 ? undefined : headOf(rest.slice(0, end));
    if (found === undefined) return { responses, rest };
    const { status, headers } = found;
    const withBody = !isHead && status >= 200 && status !== 204 && status !== 304;
    const length = withBody ? Number(headers['content-length'] ?? Number.NaN) : 0;
    const body = rest.slice(end + 4, end + 4 + length);
    if (Number.isNaN(length) || body.length < length) return { responses, rest };
    // That a body may be sent is no response yet.
    if (status >= 200)
      responses.push({ status, headers, body: Buffer.from(body, 'latin1').toString() });
    rest = rest.slice(end + 4 + length);
  }
}

function headOf(text: string): Pick<ParsedResponse, 'status' | 'headers'> | undefined {
  const [line = '', ...fields] = text.split('\r\n');
  const status = /^HTTP\/1\.1 ([1-5]\d\d) [\w' -]+$/.exec(line)?.[1];
  if (status === undefined) return undefined;
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  return { status: Number(status), headers: Object.fromEntries(headers) };
}
