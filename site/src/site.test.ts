import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NavigationItem } from './navigation.ts';
import { startChromium, withSitePage } from './testing/openSite.ts';

const navigation = JSON.parse(
  readFileSync(join(import.meta.dirname, '../dist/pages/navigation.json'), 'utf8'),
) as readonly NavigationItem[];

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser.close());

test('the first page shows the product at work within one screen', async () => {
  await withSitePage(browser, '', async (page, troubles) => {
    const [plan, verdict] = [page.getByText('1 to change'), page.getByText('VIOLATIONS: 1')];
    for (const shown of [plan, verdict]) {
      const box = await shown.first().boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(800);
    }
    expect(await page.locator('main').innerText()).not.toMatch(/127\.0\.0\.1|kept-in-a-file/);
    expect(troubles).toEqual([]);
  });
});

// Of the groups after the first, whose pages are alike, one each.
const [guide, ...groups] = navigation;
const opened = [...(guide?.items ?? []), ...groups.map((group) => group.items?.[0] ?? group)];
const links = opened.flatMap(({ link }) => link ?? []);

test.each(links)('%s opens in a browser', async (link) => {
  const path = link.replace(/^\//, '').replace(/(?<=[^/])$/, '.html');
  await withSitePage(browser, path, async (page, troubles) => {
    expect(await page.locator('main h1').first().isVisible()).toBe(true);
    expect(troubles).toEqual([]);
  });
});
