import { request } from 'node:http';
import { hashOf, signatureOver } from '../signatureV4.ts';

/** A request as a test sends it; an object becomes JSON, with its media type where none is given. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the body in two chunks, without its length. */
  readonly chunked?: true;
}

export interface PlainResult {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Undefined where the body is no JSON. */
  readonly json: unknown;
}

/** Sends a request as it is, over a connection of its own. */
export function sendPlainly(base: string, sent: PlainRequest): Promise<PlainResult> {
  const body = textOf(sent.body);
  const headers: Record<string, string> = {
    ...(body === undefined || 'content-type' in (sent.headers ?? {})
      ? {}
      : { 'content-type': 'application/json' }),
    ...(body === undefined || sent.chunked === true
      ? {}
      : { 'content-length': String(Buffer.byteLength(body)) }),
    ...sent.headers,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      base + sent.path,
      { method: sent.method, headers, agent: false, timeout: 5000 },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const { statusCode = 0 } = incoming;
          resolve({ status: statusCode, headers: incoming.headers, text, json: parsed(text) });
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within five seconds')));
    outgoing.on('error', reject);
    if (sent.chunked === true && body !== undefined) outgoing.write(body.slice(0, 10));
    outgoing.end(sent.chunked === true ? body?.slice(10) : body);
  });
}

/** What a test signs otherwise than it should. */
export interface PlainSigning {
  readonly secret?: string;
  /** What stands for the body; its hash where left out. */
  readonly payload?: string;
  /** The day of the scope; the one of the request where left out. */
  readonly day?: string;
}

/** The headers of a request with the signature of the demo's key. */
export function signedPlainly(
  base: string,
  { method, path, body, headers }: PlainRequest,
  { secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', payload, day }: PlainSigning = {},
): Readonly<Record<string, string>> & { readonly authorization: string } {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const all: Record<string, string> = {
    ...headers,
    host: new URL(base).host,
    'x-amz-date': time,
  };
  const names = Object.keys(all).toSorted();
  const scope = `${day ?? time.slice(0, 8)}/us-east-1/wickr/aws4_request`;
  const signature = signatureOver(
    { method, target: path, headers: all },
    { scope, names, payload: payload ?? hashOf(textOf(body) ?? ''), secret },
  );
  const credential = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}`;
  const authorization = `${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...all, authorization };
}

function textOf(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
