/** What `--help` prints. */
export const mockHelp = (
  apis: readonly string[],
): string => `Starts mocks that remember what is saved on them.

  pnpm mock [API…] [flags]      API: ${apis.join(', ')}; all where left out

  --port NUMBER          port of the first mock, the next ones follow; 4100 where left out, 0 takes free ones
  --host ADDRESS         127.0.0.1 where left out
  --seed FILE            JSON of what is saved at the start: {"API": {"resources": {…}}}
  --state FILE           keeps the state across restarts; holds secrets. With several APIs, FILE.API
  --session-timeout SEC  how long a session lasts without a request
  --reach                really asks the URLs that a server has to reach
  --fault NAME           wrong behaviour to show, for one operation with NAME@OPERATION; repeatable
  --list-faults          prints every fault and ends
  --control PREFIX       offers state, reset, requests and faults below this path, such as /__mock
  --quiet                no line for each request
  --help

A line for each request goes to standard error: method, path, status, and the clause that refused it; never a secret.
Exit codes: 0 stopped by Ctrl-C, 1 could not listen or write, 2 wrong arguments.
`;
