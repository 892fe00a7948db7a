import { chromium, type Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { diagnose } from '../src/diagnose.ts';
import { makeCertificates, startProvider } from '../src/testing/startProvider.ts';

const secret = 'Zeichen-und-Zahlen-4711-und-noch-mehr';

/** Types as a person does: signs in, and consents. Answers what the last page says. */
async function typeSignIn(page: Page, url: string): Promise<string | null> {
  await page.goto(url);
  await page.fill('input[name=login]', 'anna');
  await page.fill('input[name=password]', 'whatever');
  await page.click('button[type=submit]');
  await page.waitForSelector('input[value=consent]', { state: 'attached' });
  await page.click('button[type=submit]');
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback/);
  return page.textContent('body');
}

test('a person signs in with Chromium, and all is right', async () => {
  const certificates = await makeCertificates();
  const provider = await startProvider({
    certificates,
    configuration: {
      conformIdTokenClaims: false,
      findAccount: (_context, accountId) => ({
        accountId,
        claims: () => ({ sub: accountId, preferred_username: accountId }),
      }),
      clients: [
        {
          client_id: 'vault',
          client_secret: secret,
          // A program of a person's own computer: any port will do (RFC 8252, section 7.3).
          application_type: 'native',
          redirect_uris: ['http://127.0.0.1/callback'],
        },
      ],
    },
  });
  onTestFinished(() => provider[Symbol.asyncDispose]());
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  });
  onTestFinished(() => browser.close());
  // The authority of the test is in no browser.
  const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
  let last: Promise<string | null> | undefined;
  const { findings, claims } = await diagnose(
    {
      address: provider.issuer,
      addressForm: 'issuer',
      clientId: 'vault',
      clientSecret: secret,
      clientSecretMethod: 'basic',
      scopes: 'openid profile',
      userNameClaim: 'preferred_username',
      certificate: certificates.authority,
    },
    {
      signIn: {
        userName: 'anna',
        timeoutMs: 40_000,
        show: (url) => {
          last = typeSignIn(page, url);
        },
      },
    },
  );
  expect(await last).toBe('This window can be closed; go on in the terminal.');
  expect(claims).toEqual({ sub: 'anna', preferred_username: 'anna' });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});
