import { after, before, type TestContext } from 'node:test';
import {
  startTestServer,
  type CreateTestMock,
  type TestMock,
  type TestServer,
} from './testServer.ts';

export type { CreateTestMock, TestMock } from './testServer.ts';

/**
 * For `node:test`: call it once at the top of a file or a suite, and what it answers in each test: `const mock = mockFor(t)`.
 * Each test gets a mock that it shares with no other one; it is dropped when the test ends.
 */
export function mockForTests(create: CreateTestMock): (test: TestContext) => TestMock {
  let server: TestServer | undefined;
  before(async () => {
    server = await startTestServer(create);
  });
  after(() => server?.stop());
  return (test) => {
    if (server === undefined) throw new Error('call this within a test: no mock listens yet');
    const mock = server.forTest();
    test.after(() => mock.drop());
    return mock;
  };
}
