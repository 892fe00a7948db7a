import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import {
  startTestServer,
  type CreateTestMock,
  type TestMock,
  type TestServer,
} from './testServer.ts';

export type { CreateTestMock, TestMock } from './testServer.ts';

/**
 * For jest: call it once at the top of a file or a `describe`, and what it answers in each test: `const mock = currentMock()`. Each
 * test gets a mock that it shares with no other one. Not for `test.concurrent`, before which jest calls no `beforeEach`.
 */
export function mockForEachTest(create: CreateTestMock): () => TestMock {
  let server: TestServer | undefined;
  let mock: TestMock | undefined;
  beforeAll(async () => {
    server = await startTestServer(create);
  });
  beforeEach(() => {
    mock = server?.forTest();
  });
  afterEach(() => {
    mock?.drop();
    mock = undefined;
  });
  afterAll(() => server?.stop());
  return () => {
    if (mock === undefined) throw new Error('call this within a test: no mock is there yet');
    return mock;
  };
}
