import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '@oidc-admin/contract';
import { decodeBody } from './decodeBody.ts';
import { longestResponse, tooLong } from './longestResponse.ts';

/** One answer as it came in. */
export interface WireResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined by a comma, equal ones only once. */
  readonly headers: Readonly<Record<string, string>>;
  /** The lines of `Set-Cookie`, which cannot be joined. */
  readonly cookies: readonly string[];
  /** Every byte of status line and headers, for the search for secrets. */
  readonly head: string;
  /** The body, decompressed, as UTF-8. */
  readonly text: string;
  /** Undefined where there is no body, or where it is no JSON. */
  readonly json: JsonValue | undefined;
  /** What is wrong with the response below HTTP's own level: a length that is not kept, bytes that are no UTF-8. */
  readonly violations: readonly string[];
}

export type HeaderLine = readonly [name: string, value: string];

/**
 * Reads a response out of its parts. `bytes` is the body without its framing, still compressed. Throws `NoResponse` where it is
 * longer than anybody reads.
 */
export function readResponse(
  status: number,
  lines: readonly HeaderLine[],
  bytes: Buffer,
  violations: readonly string[] = [],
): WireResponse {
  const headers = joined(lines);
  const found = [...violations];
  let text = '';
  try {
    const plain = decodeBody(bytes, headers['content-encoding'], {
      maxOutputLength: longestResponse,
    });
    text = new TextDecoder().decode(plain);
    // RFC 8259: a byte order mark before JSON is wrong.
    if (plain.subarray(0, 3).equals(byteOrderMark))
      found.push('the body begins with a byte order mark');
    else if (!isUtf8(plain)) found.push('the body is not UTF-8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLong('the body, unpacked,', longestResponse);
    found.push(`the body cannot be decompressed: ${(error as Error).message}`);
  }
  const head = [`${status}`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\n');
  const cookies = lines.flatMap(([name, value]) => (/^set-cookie$/i.test(name) ? [value] : []));
  const json = parsed(text);
  if (json === undefined && isTooDeep(text)) found.push(`the body is nested too deeply to be read`);
  return { status, headers, cookies, head, text, json, violations: found };
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

function joined(lines: readonly HeaderLine[]): Record<string, string> {
  const values = new Map<string, string[]>();
  for (const [name, value] of lines) {
    const known = values.get(name.toLowerCase());
    if (known === undefined) values.set(name.toLowerCase(), [value]);
    else if (!known.includes(value)) known.push(value);
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.join(', ')]));
}

/** A text of JSON; undefined where it is none, or nested so deeply that what goes through it would run out of stack. */
export function parsed(text: string): JsonValue | undefined {
  // Making an error for nothing takes longer than reading most bodies.
  if (text === '' || isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** So many objects and lists may stand in one another. */
const deepest = 500;

/** The closing ones are two further. */
const openList = 0x5b;
const openObject = 0x7b;

/** Brackets in texts count as well: only what is far beyond any document is meant. */
function isTooDeep(text: string): boolean {
  if (text.length <= deepest) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === openList || code === openObject) depth += 1;
    else if (code === openList + 2 || code === openObject + 2) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}
