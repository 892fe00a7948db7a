import { readQuery } from './readQuery.ts';

/** How a fault behaves that is switched on; what is left out is as the fault itself has it. */
export interface FaultOptions {
  /** The only operation that it concerns. */
  readonly operation?: string;
  /** After so many requests that it concerned, it does nothing any more. */
  readonly times?: number;
  /** Each response of a request that it concerns comes so much later, in milliseconds. */
  readonly delayMs?: number;
  /** Seconds in the header Retry-After of each error that it concerns. */
  readonly retryAfter?: number;
  /** Which part of the requests that it concerns it spoils, from 0 to 1. */
  readonly rate?: number;
  /** Decides together with `rate` which requests these are: the same seed chooses the same ones, in the order in which they come. */
  readonly seed?: number;
}

type NumberName = Exclude<keyof FaultOptions, 'operation'>;

const longestDelayMs = 600_000;

/** What each number may be. */
const ranges: Readonly<Record<NumberName, readonly [from: number, to: number, whole: boolean]>> = {
  times: [1, 1e9, true],
  delayMs: [0, longestDelayMs, true],
  retryAfter: [0, 1e9, true],
  rate: [0, 1, false],
  seed: [0, 2 ** 32 - 1, true],
};

/** Throws where a number is out of its range, and says what would be right. */
export function checkedFaultOptions(options: FaultOptions): FaultOptions {
  for (const [name, [from, to, whole]] of Object.entries(ranges)) {
    const value = options[name as NumberName];
    if (value === undefined) continue;
    if (value >= from && value <= to && (!whole || Number.isInteger(value))) continue;
    throw new Error(`'${name}' must be a ${whole ? 'whole ' : ''}number from ${from} to ${to}`);
  }
  return options;
}

/** Reads options as they stand in a URL: `operation=NAME&times=2`. Throws on an unknown name or a wrong number. */
export function readFaultOptions(query: string): FaultOptions {
  const { operation, ...numbers } = readQuery(query) ?? {};
  const known = Object.keys(ranges);
  const read: Partial<Record<NumberName, number>> = {};
  for (const [name, text] of Object.entries(numbers)) {
    if (!known.includes(name))
      throw new Error(
        `'${name}' is no option of a fault; known are operation, ${known.join(', ')}`,
      );
    read[name as NumberName] = /^[\d.]+$/.test(text) ? Number(text) : Number.NaN;
  }
  return checkedFaultOptions({ ...(operation === undefined ? {} : { operation }), ...read });
}
