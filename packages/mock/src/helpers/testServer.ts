import { randomUUID } from 'node:crypto';
import type { Mock, MockOptions } from '../mock.ts';

/** What one test gets: a mock that nothing shares with other tests, though all of them use one port. */
export interface TestMock extends Mock {
  /** With the base path. */
  readonly url: string;
  /** Forgets this mock. */
  drop(): void;
}

/** One mock that listens, for all tests of a file. */
export interface TestServer extends AsyncDisposable {
  /** A mock for one more test. */
  forTest(): TestMock;
  stop(): Promise<void>;
}

/** Makes a mock with the options of the helpers: an API's own factory does, or a function that adds options. */
export type CreateTestMock = (options: MockOptions) => Mock;

/** Starts one mock for many tests, each of which gets a sandbox of it. */
export async function startTestServer(create: CreateTestMock): Promise<TestServer> {
  // Each test drops its own.
  const mock = create({ sandboxes: { most: Infinity, idleMs: Infinity, mostBytes: Infinity } });
  const server = await mock.start();
  const stop = (): Promise<void> => server.stop();
  return {
    forTest: () => {
      const name = randomUUID();
      const sandbox = mock.sandboxes.get(name);
      const own = { url: server.urlOf(name), drop: () => mock.sandboxes.drop(name) };
      // Its getters stay what they are.
      return Object.assign(Object.create(sandbox) as Mock, own);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
