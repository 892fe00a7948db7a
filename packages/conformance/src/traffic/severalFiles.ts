import type { TrafficExchange } from './trafficExchange.ts';

/** How far the clock of a recorder may be behind the server's, in milliseconds: from, to. */
type Offset = readonly [from: number, to: number];

/** What the dates of responses tell of it; they have whole seconds. Nothing where none tells anything. */
function offsetIn(exchanges: readonly TrafficExchange[]): Offset | undefined {
  const offsets = exchanges.flatMap(({ start, end, response, isCached }): readonly Offset[] => {
    const date = Date.parse(response?.headers['date'] ?? '');
    const isStored = isCached === true || response?.headers['age'] !== undefined;
    return Number.isNaN(date) || isStored ? [] : [[date - end, date + 1000 - start]];
  });
  return offsets.length === 0 ? undefined : shared(offsets);
}

function shared(offsets: readonly Offset[]): Offset {
  // As arguments of one call they could be too many.
  return offsets.reduce(
    ([from, to], [otherFrom, otherTo]) => [Math.max(from, otherFrom), Math.min(to, otherTo)],
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  );
}

/**
 * The exchanges of several files as one traffic. Where the dates of the responses do not show that all files are of one clock, what one
 * file tells is not held against another: who came first is not known.
 */
export function severalFiles(
  files: readonly (readonly TrafficExchange[])[],
): readonly TrafficExchange[] {
  const [first = []] = files;
  if (files.length < 2) return first;
  const offsets = files.map((exchanges) => offsetIn(exchanges));
  const known = offsets.filter((offset) => offset !== undefined);
  const [from, to] = shared(known);
  const isOneClock = known.length === files.length && from <= to;
  return files.flatMap((exchanges, file) =>
    exchanges.map((exchange) => ({
      ...exchange,
      file,
      ...(!isOneClock && { part: `${file} ${exchange.part ?? ''}`, hasOwnClock: true }),
    })),
  );
}
