import { parentPort } from 'node:worker_threads';
import { BlameServer, type BlameAttempt } from './blameServer.ts';

/* Runs all checks on the faults that it gets, one attempt at a time, and sends back what the report says of each. */
const server = new BlameServer();

parentPort?.on('message', (attempt: BlameAttempt) => {
  server
    .blame(attempt)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    .then((blame) => parentPort?.postMessage(blame))
    // Ends this worker; the main thread gets the error.
    .catch((error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
    );
});
