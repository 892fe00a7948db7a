import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';
import { buffer as readAll } from 'node:stream/consumers';
import { TextError } from '@oidc-admin/client/terminal';

/** What a program that asks a person needs may take so long, in milliseconds; a `command:` has as long. */
const longestMs = 60_000;

/**
 * Reads a named pipe to its end. It waits for somebody who writes into it, at most `ms` milliseconds in all: a `TextError` says so
 * then. The signal ends it; a plain read would block the whole process, and Ctrl-C with it.
 */
export async function readPipe(
  path: string,
  signal?: AbortSignal,
  ms: number = longestMs,
): Promise<Uint8Array> {
  const late = AbortSignal.timeout(ms);
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const socket = new Socket({ fd, readable: true, writable: false });
  const ending = AbortSignal.any([late, ...(signal === undefined ? [] : [signal])]);
  try {
    return await readAll(addAbortSignal(ending, socket));
  } catch (error) {
    if (!late.aborted) throw error;
    throw new TextError(`is a pipe that nobody filled and closed within ${ms / 1000} s`);
  }
}
