import { test, type TestAPI } from 'vitest';
import {
  startTestServer,
  type CreateTestMock,
  type TestMock,
  type TestServer,
} from './testServer.ts';

export type { CreateTestMock, TestMock } from './testServer.ts';

/**
 * Vitest's `test`, with a `mock` for each test: `testWithMock(createMyApiMock)('reads', async ({ mock }) => …)`. Tests that run at the
 * same time share nothing. The mock listens once for a file, from the first test that asks for it.
 */
export function testWithMock(create: CreateTestMock): TestAPI<{ mock: TestMock }> {
  return test.extend<{ mock: TestMock; mockServer: TestServer }>({
    mockServer: [
      // Vitest reads the names that are taken out of the first parameter.
      // oxlint-disable-next-line no-empty-pattern
      async ({}, use) => {
        await using server = await startTestServer(create);
        await use(server);
      },
      { scope: 'file' },
    ],
    mock: async ({ mockServer }, use) => {
      const mock = mockServer.forTest();
      await use(mock);
      mock.drop();
    },
  });
}
