import { NoResponse } from './noResponse.ts';

/** So many bytes a response may have in all, as it is sent and after it is unpacked. A longer one is not read. */
export const longestResponse = 8 * 1024 * 1024;

/** So many bytes its status line and its headers may have. */
export const longestHead = 64 * 1024;

/** Why a response that is longer is none: nobody can say what else it would be. */
export function tooLong(what: string, bytes: number): NoResponse {
  return new NoResponse(`${what} is longer than ${bytes / 1024} KiB`);
}
