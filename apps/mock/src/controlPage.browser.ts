import { createPvwaClient } from '@oidc-admin/pvwa-client';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serving } from './fixtures/serving.ts';

const secret = 'hidden0secret';
const provider = {
  id: 'staff',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example/.well-known/openid-configuration',
  clientId: 'vault',
  clientSecret: secret,
  clientSecretMethod: 'Basic',
  userNameClaim: 'sub',
} as const;

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  });
});

afterAll(() => browser.close());

async function openAll(page: Page): Promise<void> {
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
}

/** A mock with a provider and a refused request, and its page. */
async function shown(
  use: (page: Page, url: string, troubles: readonly string[]) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const flags = ['pvwa', '--control', '/_mock', '--sandboxes', '3', '--quiet'];
  await serving(flags, {}, async (url) => {
    const client = createPvwaClient({ url, username: 'admin', password: 'Passw0rd!' });
    await client.addProvider(provider);
    await client.getProvider({ id: 'staff' });
    await fetch(`${url}/api/Configuration/OIDC/Providers`);
    const context = await browser.newContext(options);
    try {
      const page = await context.newPage();
      const troubles: string[] = [];
      const { origin } = new URL(url);
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('console', (message) => troubles.push(message.text()));
      page.on('request', (request) => {
        if (!request.url().startsWith(`${origin}/_mock/`) && !request.url().startsWith('data:'))
          troubles.push(`asked for ${request.url()}`);
      });
      await page.goto(`${origin}/_mock/`);
      await page.locator('#requests > li').first().waitFor();
      await use(page, url, troubles);
    } finally {
      await context.close();
    }
  });
}

test('shows what is saved, the last requests and what the model thought of them, and no secret', async () => {
  await shown(async (page, _, troubles) => {
    const requests = page.getByRole('region', { name: 'Last requests' });
    const refused = requests.getByText(
      /GET .*Providers 401 breaks pvwa\.listProviders\.none\.security/,
    );
    await refused.click();
    await requests.getByRole('heading', { name: 'What the model thinks of it' }).waitFor();
    const state = page.getByRole('region', { name: 'What is saved' });
    await state.getByText('provider / staff').click();
    await state.getByText('"clientId": "vault"').waitFor();
    await openAll(page);
    const text =
      (await page.locator('html').innerHTML()) + (await page.locator('body').innerText());
    for (const hidden of [secret, 'Passw0rd!']) expect(text).not.toContain(hidden);
    expect(text).toContain('"clientSecret": "[redacted]"');
    expect(troubles).toEqual([]);
  });
});

test('by keyboard alone a fault is switched on and off, and everything reset', async () => {
  await shown(async (page, url) => {
    const list = `${url}/api/Configuration/OIDC/Providers`;
    const status = page.getByRole('status');
    const tabTo = async (name: string): Promise<void> => {
      for (let steps = 0; steps < 60; steps++) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate<string>(
          '(document.activeElement.id || document.activeElement.name || "")',
        );
        if (focused === name) return;
      }
      throw new Error(`${name} is not reached`);
    };
    await tabTo('times');
    await page.keyboard.type('1');
    await tabTo('search');
    await page.keyboard.type('with 500');
    await tabTo('server-error');
    await page.keyboard.press('Space');
    await expect.poll(() => status.textContent()).toBe('server-error is on.');
    expect(await page.getByRole('switch', { name: /^server-error / }).isChecked()).toBe(true);
    expect([(await fetch(list)).status, (await fetch(list)).status]).toEqual([500, 401]);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.locator('#reset').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => status.textContent()).toBe('Everything is as at the start.');
    await expect.poll(() => page.getByText('Nothing.', { exact: true }).isVisible()).toBe(true);
  });
});

test('a new request appears by itself, and an open one stays open; a sandbox can be chosen', async () => {
  await shown(async (page, url) => {
    await page.locator('#requests > li summary').first().click();
    const before = await page.locator('#requests > li').count();
    await fetch(`${url}/api/nothing`);
    const { origin, pathname } = new URL(url);
    await fetch(`${origin}/_sandbox/mine${pathname}/api/nothing`);
    await expect
      .poll(() => page.locator('#requests > li').count(), { timeout: 10_000 })
      .toBe(before + 1);
    expect(await page.locator('#requests details[open]').count()).toBe(1);
    await page.getByLabel('Sandbox').selectOption('mine');
    await expect.poll(() => page.locator('#requests > li').count()).toBe(1);
  });
});

describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
  test('axe finds nothing to complain about', async () => {
    await shown(
      async (page) => {
        await page.evaluate(axe.source);
        await openAll(page);
        // One of hundreds that are alike.
        await page.getByLabel('Name or text').fill('latency');
        const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
        expect(
          violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target) })),
        ).toEqual([]);
      },
      { colorScheme, bypassCSP: true },
    );
  });
});
