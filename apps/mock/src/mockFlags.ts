import { InvalidArgumentError, Option } from 'commander';

/** Reads a whole number of a range. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`It is no whole number from ${from} to ${to}.`);
  };
}

function rate(text: string): number {
  const value = Number(text);
  if (/^[\d.]+$/.test(text) && value <= 1) return value;
  throw new InvalidArgumentError('It is no number from 0 to 1, such as 0.1.');
}

function controlPrefix(text: string): string {
  if (/^\/[^/?#]/.test(text)) return text;
  throw new InvalidArgumentError('It does not begin with a slash and a name, as /_mock does.');
}

/** One option: how it is written, what it means, how its text is read, and what it is where nobody says it. */
type Row = readonly [
  flags: string,
  description: string,
  read?: ((text: string, before: unknown) => unknown) | undefined,
  preset?: unknown,
];

function severalFaults(text: string, before: unknown): readonly string[] {
  return [...((before as readonly string[] | undefined) ?? []), ...text.split(',')];
}

const rows: readonly Row[] = [
  [
    '--port <number>',
    'of the first mock, the next ones follow; 0 takes free ones',
    wholeNumber(0, 65_535),
    4100,
  ],
  ['--host <address>', 'to listen on', undefined, '127.0.0.1'],
  ['--seed <file>', 'JSON of what is saved at the start: {"API": {"resources": {…}}}'],
  [
    '--state <file>',
    'keeps the state across restarts, for one mock at a time; holds secrets. With several APIs, <file>.API',
  ],
  [
    '--session-timeout <seconds>',
    'how long a session lasts without a request',
    wholeNumber(1, 1e9),
  ],
  ['--reach', 'really asks the URLs that a server has to reach'],
  [
    '--fault <name>',
    'wrong behaviour to show, for one operation with NAME@OPERATION; with ?times=2&delayMs=50&retryAfter=3 behind it, or some of these; repeatable',
    severalFaults,
  ],
  ['--latency <ms>', 'each response comes so much later, in milliseconds', wholeNumber(0, 600_000)],
  ['--fail-rate <part>', 'answers such a part of all requests with 500, from 0 to 1', rate],
  [
    '--fail-seed <number>',
    'chooses these requests: the same number, the same ones; without it one is made up and printed',
    wholeNumber(0, 2 ** 32 - 1),
  ],
  ['--list-faults', 'prints every fault and ends'],
  [
    '--control <prefix>',
    'offers a page, and state, reset, requests and faults, below this path, such as /_mock',
    controlPrefix,
  ],
  [
    '--sandboxes <number>',
    'so many isolated copies for parallel tests, each made when a request first names it by the header x-mock-sandbox or the path /_sandbox/NAME, and dropped after ten minutes without one',
    wholeNumber(1, 10_000),
  ],
  [
    '--from-environment',
    "users, keys and places are those in the variables that the API's clients read",
  ],
  [
    '--tls <file>',
    'speaks https, with a certificate that is made now; writes the authority to trust to <file>',
  ],
  ['--tls-cert <file>', 'speaks https with this certificate, in PEM'],
  ['--tls-key <file>', 'the key of that certificate, in PEM'],
  ['--quiet', 'no line for each request'],
];

/** The options that every mock has, from the one table that parser, help, variables and README are made of. */
export function mockFlags(): readonly Option[] {
  return rows.map(([flags, description, read, preset]) => {
    const option = new Option(flags, description);
    if (preset !== undefined) option.default(preset);
    return read === undefined ? option : option.argParser(read);
  });
}
