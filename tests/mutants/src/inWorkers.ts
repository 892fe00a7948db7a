import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Something that could not be tried, and why. */
export type NotTried<Attempt> = Attempt & { readonly failed: string };

/**
 * Has every attempt done by workers of one file, as many side by side as there are processors; answers in the order of the attempts.
 * A worker gets one attempt at a time and answers it with one message; one that fails, or takes longer than `longest`
 * milliseconds, is replaced.
 */
export async function inWorkers<Attempt extends object, Result extends object>(
  file: URL,
  attempts: readonly Attempt[],
  longest: number,
  tell: (result: Result | NotTried<Attempt>) => void = () => {},
): Promise<readonly (Result | NotTried<Attempt>)[]> {
  const results: (Result | NotTried<Attempt>)[] = [];
  const left = [...attempts.entries()];
  const work = async (): Promise<void> => {
    let worker: Worker | undefined;
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, attempt] = next;
      worker ??= new Worker(file);
      const result = await answerOf<Attempt, Result>(worker, attempt, longest);
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

function answerOf<Attempt extends object, Result extends object>(
  worker: Worker,
  attempt: Attempt,
  longest: number,
): Promise<Result | NotTried<Attempt>> {
  const { promise, resolve } = Promise.withResolvers<Result | NotTried<Attempt>>();
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
