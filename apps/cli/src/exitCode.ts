/** How the program ends; `docs/cli.md` and every help text list these. */
export const exitCode = {
  done: 0,
  refused: 1,
  usage: 2,
  noResponse: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What each exit code means, for people. */
export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'done; the response is on standard output',
  1: 'the server refused the request, or the sign-in',
  2: 'wrong or missing flags, input or settings, or not confirmed; nothing was changed',
  3: 'no usable response: the server was not reached, or not in time, or answered something else',
};
