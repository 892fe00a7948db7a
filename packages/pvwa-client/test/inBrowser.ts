import { join } from 'node:path';
import { inChromium } from '@oidc-admin/client/test/in-chromium';
import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { expect, test } from 'vitest';

test('the client logs on and calls from a browser', async () => {
  const mock = createPvwaMock();
  await using running = await mock.start();
  await using page = await inChromium(join(import.meta.dirname, 'page.ts'));
  const { PVWA_USERNAME: username, PVWA_PASSWORD: password } = mock.demo.environment;
  const result = await page.run({ url: running.url, username, password });
  expect(result).toMatchObject({
    description: 'ä',
    taken: { code: 'Conflict', status: 409 },
    left: [],
  });
  expect(page.troubles).toEqual([]);
});
