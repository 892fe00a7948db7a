import type { FaultAttempt, Finding } from './faultyServer.ts';
import { inWorkers, type NotTried } from './inWorkers.ts';

/** No fault takes longer than this, in milliseconds. */
const longest = 60_000;

/** Tries every fault, as many side by side as there are processors; answers in the order of the attempts. */
export function findFaults(
  attempts: readonly FaultAttempt[],
  tell?: (finding: Finding | NotTried<FaultAttempt>) => void,
): Promise<readonly (Finding | NotTried<FaultAttempt>)[]> {
  return inWorkers(new URL('matrixWorker.ts', import.meta.url), attempts, longest, tell);
}
