import { parentPort } from 'node:worker_threads';
import type { ApiName } from '@oidc-admin/conformance/testing';
import { FaultyServer, servedApi, type FaultAttempt } from './faultyServer.ts';

/* Finds the faults that it is told, one at a time, and tells what came of each. */
const servers = new Map<ApiName, Promise<FaultyServer>>();

parentPort?.on('message', (attempt: FaultAttempt) => {
  const server =
    servers.get(attempt.api) ?? servedApi(attempt.api).then((api) => new FaultyServer(api));
  servers.set(attempt.api, server);
  server
    .then((one) => one.find(attempt))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    .then((finding) => parentPort?.postMessage(finding))
    // Ends this worker; whoever gave the task hears of it.
    .catch((error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
    );
});
