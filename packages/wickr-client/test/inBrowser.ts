import { createServer } from 'node:http';
import { join } from 'node:path';
import { inChromium } from '@oidc-admin/client/test/in-chromium';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { expect, test } from 'vitest';

test('the client signs and calls from a browser', async () => {
  const mock = createWickrMock();
  await using running = await mock.start();
  const redirecting = createServer(({ method }, response) => {
    response.writeHead(method === 'OPTIONS' ? 204 : 302, {
      location: running.url,
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, x-amz-date',
    });
    response.end();
  });
  await new Promise<void>((resolve) => {
    redirecting.listen(0, '127.0.0.1', resolve);
  });
  await using page = await inChromium(join(import.meta.dirname, 'page.ts'));
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } =
    mock.demo.environment;
  const port = (redirecting.address() as { port: number }).port;
  const result = await page.run({
    credentials: { accessKeyId, secretAccessKey },
    url: running.url,
    redirecting: `http://127.0.0.1:${port}`,
  });
  redirecting.close();
  expect(result).toMatchObject({
    saved: 'openid grüße',
    read: 'us-east-1-browser',
    regional: 'https://admin.wickr.eu-central-1.amazonaws.com/networks/12345678/oidc',
    notFound: { code: 'ResourceNotFoundError', status: 404 },
    withoutCredentials: { code: 'ConfigurationError' },
    wrongSecret: { status: 401 },
    redirect: { code: 'UnexpectedResponseError', reason: 'redirect' },
    validated: 'no failure',
    timeout: { code: 'TimeoutError' },
  });
  expect(page.troubles).toEqual([]);
});
