import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const folder = join(import.meta.dirname, '../../dist/site');

/** Debian's Chromium; `CHROMIUM` may name another one. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  });
}

/** A page of the built site in a browser, and whatever went wrong in it: errors, and requests to anywhere else. */
export async function withSitePage(
  browser: Browser,
  path: string,
  use: (page: Page, troubles: readonly string[]) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  try {
    const troubles: string[] = [];
    await context.route('**/*', async (route) => {
      const { host, pathname } = new URL(route.request().url());
      const file = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
      if (host === 'localhost' && existsSync(file)) return route.fulfill({ path: file });
      troubles.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    await page.goto(`http://localhost/${path}`);
    await use(page, troubles);
  } finally {
    await context.close();
  }
}
