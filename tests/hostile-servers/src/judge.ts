import type { ChildResult } from './runChild.ts';
import { harmfulPart, secretsFound } from './secretsFound.ts';

/** In megabytes; a process of Node that does nothing has about 50. */
const mostMegabytes = 300;

/** What a process did wrong whatever it was asked to do; one line each. */
export function wrongInAny(
  { out, err, written, signal, megabytes, milliseconds }: ChildResult,
  secrets: Iterable<string>,
  longestMs: number,
): string[] {
  const found = secretsFound([out, err, ...Object.values(written)].join('\n'), secrets);
  const harmful = harmfulPart(out) ?? harmfulPart(err);
  return [
    ...(signal === null ? [] : [`ended by ${signal}`]),
    ...(milliseconds <= longestMs ? [] : [`took ${Math.round(milliseconds)} ms`]),
    ...(megabytes <= mostMegabytes ? [] : [`had ${Math.round(megabytes)} MB`]),
    ...(found.length === 0 ? [] : [`gave away ${found.length} secrets`]),
    ...(harmful === undefined ? [] : [`printed a control character: ${harmful}`]),
  ];
}
