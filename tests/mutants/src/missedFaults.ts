import { isFound, type FaultAttempt, type Finding } from './faultyServer.ts';
import type { NotTried } from './inWorkers.ts';

/** Faults that no check can see, each with the reason. */
export type KnownMissed = Readonly<Record<string, string>>;

/** What of a whole run is not as it should be, one line each; none where all is as the list says. */
interface Comparison {
  readonly found: number;
  readonly lines: readonly string[];
}

/** So many of a hundred may be missed, whatever the reason. */
const mostOfHundred = 3;

/**
 * Compares what a whole run did not find with what is known that it cannot. `breaks` tells what each fault breaks. What is missed
 * without a reason, what is listed and found all the same, and too many of both, are wrong.
 */
export function compareMissed(
  results: readonly (Finding | NotTried<FaultAttempt>)[],
  breaks: ReadonlyMap<string, readonly string[]>,
  known: KnownMissed,
): Comparison {
  const missed = new Map<string, string>();
  const lines: string[] = [];
  for (const result of results) {
    const { fault, operation } = result;
    const name = operation === undefined ? fault : `${fault}, in ${operation} only`;
    if ('failed' in result) {
      lines.push(`${name}: could not be tried: ${result.failed}`);
    } else if (!isFound({ name: fault, breaks: breaks.get(fault) ?? [] }, result)) {
      const named = [...result.clauses, ...result.warnings].join(', ') || 'nothing';
      missed.set(name, `no check of its own clause finds it; found: ${named}`);
    }
  }
  for (const [name, what] of missed) if (known[name] === undefined) lines.push(`${name}: ${what}`);
  for (const name of Object.keys(known))
    if (!missed.has(name)) lines.push(`${name}: is listed as missed, and is found or is no fault`);
  const most = (results.length * mostOfHundred) / 100;
  if (Object.keys(known).length > most)
    lines.push(
      `${Object.keys(known).length} of ${results.length} are listed as missed, more than ${mostOfHundred} of 100`,
    );
  return {
    found: results.length - missed.size - results.filter((one) => 'failed' in one).length,
    lines,
  };
}
