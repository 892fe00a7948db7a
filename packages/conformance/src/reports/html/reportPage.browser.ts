import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleReport } from '../../testing/sampleReport.ts';
import type { Report } from '../report.ts';
import { reportPages } from './reportPages.ts';

const failing = 'pvwa.updateProvider.clientId.maxLength';

let browser: Browser;
let report: Report;
let url: string;

beforeAll(async () => {
  report = await sampleReport();
  const directory = await mkdtemp(join(tmpdir(), 'conformance-page-'));
  const page = join(directory, 'index.html');
  await writeFile(page, reportPages(report).get('index.html') ?? '');
  url = pathToFileURL(page).href;
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-sync',
      '--no-first-run',
    ],
  });
});

afterAll(() => browser.close());

type ContextOptions = Parameters<Browser['newContext']>[0];

async function open(options: ContextOptions = {}): Promise<[Page, BrowserContext, string[]]> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => troubles.push(message.text()));
  page.on('request', (request) => {
    if (request.url() !== url) troubles.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return [page, context, troubles];
}

function lineOf(id: string): string {
  return report.targets[0]?.checks.find((check) => check.id === id)?.reproduce ?? '';
}

test('a failure is found by its status, opened by its link, and its line copied', async () => {
  const [page, context, troubles] = await open();
  for (const status of ['warned', 'expected to fail', 'passed', 'not run'])
    await page.getByLabel(status, { exact: true }).uncheck();
  expect(await page.getByRole('status').textContent()).toBe('1 clauses');
  await page.getByRole('link', { name: failing }).click();
  const clause = page.locator('.clause', { hasText: failing }).filter({ visible: true });
  await clause.getByText('Expected', { exact: true }).waitFor();
  const request = clause.getByText('Request', { exact: true });
  expect(await request.isVisible()).toBe(false);
  await clause.locator('.exchange > summary').first().click();
  await request.waitFor();
  await clause.getByRole('button', { name: 'Copy' }).click();
  await clause.getByRole('button', { name: 'Copied' }).waitFor();
  await page.getByLabel('Clause, row or text').focus();
  await page.keyboard.press('Control+V');
  // HTML has no way to write the character NUL.
  expect(await page.getByLabel('Clause, row or text').inputValue()).toBe(
    lineOf(failing).replaceAll('\0', '\ufffd'),
  );
  expect(troubles).toEqual([]);
  await context.close();
});

test('a clause is found by a row of the facts', async () => {
  const [page, context] = await open();
  const [row] = report.targets[0]?.clauses.find(({ id }) => id === failing)?.source ?? [];
  await page.getByLabel('Clause, row or text').fill(row ?? '');
  const shown = page.locator('.clause:not([data-hidden])');
  const count = await shown.count();
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(report.targets[0]?.clauses.length ?? 0);
  expect(await page.locator(`[id="clause~pvwa~${failing}"]:not([data-hidden])`).count()).toBe(1);
  await context.close();
});

test('a cell of the matrix leads to its clauses', async () => {
  const [page, context] = await open();
  const cell = page.getByRole('link', { name: /^updateProvider, limits: 1 failed/ });
  await cell.click();
  const clause = page.locator(`[id="clause~pvwa~${failing}"]`);
  await expect.poll(() => clause.isVisible()).toBe(true);
  await context.close();
});

test('without a script everything is there to be read', async () => {
  const [page, context] = await open({ javaScriptEnabled: false });
  expect(await page.getByRole('form', { name: 'Filters' }).count()).toBe(0);
  await page.getByRole('link', { name: /^updateProvider, limits: 1 failed/ }).click();
  const clause = page.locator(`[id="clause~pvwa~${failing}"]`);
  await clause.waitFor();
  await clause.locator('summary').first().click();
  await clause.locator('.exchange > summary').first().click();
  await clause.getByText('Response', { exact: true }).waitFor();
  await clause.getByText('Reproduce in bash').waitFor();
  await context.close();
});

describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
  test('axe finds nothing to complain about, open or closed', async () => {
    const [page, context] = await open({ colorScheme, bypassCSP: true });
    await page.evaluate(axe.source);
    await page.getByRole('button', { name: 'Open all failures' }).click();
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
    expect(
      violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target) })),
    ).toEqual([]);
    await context.close();
  });
});

test('light and dark differ', async () => {
  const colours: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const [page, context] = await open({ colorScheme });
    colours.push(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
    await context.close();
  }
  expect(new Set(colours).size).toBe(2);
});
