import { parentPort } from 'node:worker_threads';
import type { ApiName } from '@oidc-admin/conformance/testing';
import { FaultyServer, servedApi, type FaultAttempt } from './faultyServer.ts';

/* Tries the faults that it gets, one at a time, and sends back the result of each. */
const servers = new Map<ApiName, Promise<FaultyServer>>();

parentPort?.on('message', (attempt: FaultAttempt) => {
  const server =
    servers.get(attempt.api) ?? servedApi(attempt.api).then((api) => new FaultyServer(api));
  servers.set(attempt.api, server);
  server
    .then((one) => one.find(attempt))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    .then((finding) => parentPort?.postMessage(finding))
    // Ends this worker; the main thread gets the error.
    .catch((error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
    );
});
