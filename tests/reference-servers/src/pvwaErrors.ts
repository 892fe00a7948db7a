import type { PvwaChoices } from './pvwaChoices.ts';
import { RefusedRequest } from './serveHttp.ts';

const texts = {
  badRequest: [400, 'PASWS167E', 'Some parameters are not valid.'],
  noSession: [401, 'PASWS006E', 'The session token is missing, invalid or expired.'],
  sessionEnded: [403, 'CAIWS001E', 'The session has ended.'],
  wrongCredentials: [403, 'PASWS013E', 'Authentication failure.'],
  notPermitted: [403, 'PASWS041E', 'You are not authorized to perform this action.'],
  notFound: [404, 'PASWS171E', 'The requested item was not found.'],
  wrongMethod: [405, 'PASWS172E', 'The method is not supported here.'],
  taken: [409, 'PASWS173E', 'An item with this ID exists.'],
  tooLarge: [413, 'PASWS174E', 'The request is too large.'],
  wrongMediaType: [415, 'PASWS175E', 'The body must be application/json.'],
  challenge: [500, 'ITATS542I', 'Enter the code that was sent to you.'],
  broken: [500, 'PASWS999E', 'The server failed.'],
} as const satisfies Record<string, readonly [number, string, string]>;

type PvwaErrorKind = keyof typeof texts;

/**
 * Builds refusals. `wrong` names properties and never holds their values, which could be secret; `status` replaces the
 * usual one; `singleDetail` sends `Details` as one object instead of a list.
 */
export function pvwaErrors(choices: PvwaChoices, singleDetail: boolean) {
  return (
    kind: PvwaErrorKind,
    more: { status?: number; wrong?: string[]; headers?: Record<string, string> } = {},
  ): RefusedRequest => {
    const [usual, code, message] = texts[kind];
    const list = (more.wrong ?? []).map((name) => ({
      ErrorCode: code,
      ErrorMessage: `${name} is not valid.`,
      Parameter: name,
    }));
    const details = singleDetail ? (list[0] ?? {}) : choices.details === 'array' ? list : undefined;
    const json = {
      ErrorCode: code,
      ErrorMessage: message,
      ...(details === undefined ? {} : { Details: details }),
    };
    return new RefusedRequest({ status: more.status ?? usual, json, headers: more.headers ?? {} });
  };
}

export type PvwaRefuse = ReturnType<typeof pvwaErrors>;
