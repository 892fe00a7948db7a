import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FaultAttempt, Finding } from './faultyServer.ts';

/** No fault takes longer than this, in milliseconds. */
const longest = 60_000;

/** A fault that could not be tried, and why. */
export interface Failed extends FaultAttempt {
  readonly failed: string;
}

/** Tries every fault, as many side by side as there are processors; answers in the order of the attempts. */
export async function findFaults(
  attempts: readonly FaultAttempt[],
  tell: (finding: Finding | Failed) => void = () => {},
): Promise<readonly (Finding | Failed)[]> {
  const results: (Finding | Failed)[] = [];
  const left = [...attempts.entries()];
  const work = async (): Promise<void> => {
    let worker: Worker | undefined;
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, attempt] = next;
      worker ??= new Worker(new URL('matrixWorker.ts', import.meta.url));
      const result = await answerOf(worker, attempt);
      if ('failed' in result) {
        await worker.terminate();
        worker = undefined;
      }
      results[index] = result;
      tell(result);
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}

function answerOf(worker: Worker, attempt: FaultAttempt): Promise<Finding | Failed> {
  const { promise, resolve } = Promise.withResolvers<Finding | Failed>();
  const fail = (reason: string): void => resolve({ ...attempt, failed: reason });
  const late = setTimeout(() => fail(`took longer than ${longest / 1000} s`), longest);
  const failed = (error: Error): void => fail(error.message);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker.once('message', resolve).once('error', failed).postMessage(attempt);
  return promise.finally(() => {
    clearTimeout(late);
    worker.off('message', resolve).off('error', failed);
  });
}
