import type { TestAccess } from '@oidc-admin/client';
import type { Mock } from '@oidc-admin/mock';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apis } from '../../../apps/mock/src/generated/apis.ts';
import { startChromium, withSitePage } from '../testing/openSite.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser.close());

type Options = Parameters<typeof withSitePage>[3];

/** The page with one API chosen. Whatever goes wrong in it fails the test, and so does a request to anywhere. */
async function trying(
  api: string,
  use: (page: Page) => Promise<void>,
  options: Options = {},
): Promise<void> {
  const open = async (page: Page, troubles: readonly string[]): Promise<void> => {
    await page.locator('#api').selectOption(api);
    await page.locator('#operation option').first().waitFor({ state: 'attached' });
    await use(page);
    expect(troubles).toEqual([]);
  };
  await withSitePage(browser, 'try.html', open, options);
}

/** Sends what the page has, and gives the status that it shows; 0 where it sent nothing. */
async function sentStatus(page: Page): Promise<number> {
  await page.getByRole('button', { name: /^Send/ }).click();
  const status = page.getByRole('status');
  await expect.poll(() => status.textContent()).not.toMatch(/^(Ready|Sending)\.$/);
  return Number(/^Answered (\d+)\.$/.exec((await status.textContent()) ?? '')?.[1] ?? 0);
}

interface Real {
  readonly mock: Mock;
  readonly access: TestAccess;
  readonly url: string;
}

/** What a mock that listens answers to the very request that is in the page. */
async function realStatus(
  page: Page,
  method: string,
  { mock, access, url }: Real,
): Promise<number> {
  const [target, lines, body, name] = await Promise.all(
    ['target', 'headers', 'body', 'principal'].map((id) => page.locator(`#${id}`).inputValue()),
  );
  const headers = Object.fromEntries(
    (lines ?? '').split('\n').flatMap((line) => (line === '' ? [] : [line.split(': ')])),
  ) as Record<string, string>;
  const plain = {
    method,
    url: `${new URL(url).origin}${target}`,
    headers,
    ...(body ? { body } : {}),
  };
  const principal = access
    .principals(mock.demo.environment)
    .principals.find((one) => one.name === name);
  const opened = principal && (await access.open({ url, fetch }, principal));
  const request = opened === undefined ? plain : await opened.authorize(plain);
  const answer = await fetch(request.url, { method, headers: request.headers, body: body || null });
  return answer.status;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

describe.each(Object.entries(apis))('%s', (api, { createMock, access }) => {
  test('every operation answers in the page as the mock does over HTTP, to a right request and to wrong ones', async () => {
    const create: () => Mock = await createMock();
    const mock = create();
    await using running = await mock.start();
    const real = { mock, access: (await access()) as unknown as TestAccess, url: running.url };
    const statuses: number[] = [];
    await trying(api, async (page) => {
      for (const { id, method, body } of mock.contract.operations) {
        await page.locator('#operation').selectOption(id);
        const both = async (what: string): Promise<void> => {
          const expected = await realStatus(page, method, real);
          const shown = await sentStatus(page);
          expect({ id, what, status: shown }).toEqual({ id, what, status: expected });
          statuses.push(shown);
        };
        await both('as it is filled in');
        // Who is not known yet signs in by a secret, which the reader types.
        const isOpen = (await page.locator('#principal').inputValue()) === '';
        const filled = isOpen && body !== undefined ? await page.locator('#body').inputValue() : '';
        const last = statuses.at(-1) ?? 0;
        const isRight = filled.includes('type one here') ? last === 401 : isSuccess(last);
        expect({ id, last, isRight }).toMatchObject({ isRight: true });
        await page.locator('#operation').selectOption(id);
        if (body !== undefined) {
          await page.locator('#body').fill('{"no such property": 1');
          await both('with a broken body');
        }
        await page.locator('#principal').selectOption('');
        await both('by nobody');
      }
    });
    expect(statuses.some((status) => status >= 400)).toBe(true);
  });

  test('who ends the session goes on with the next request', async () => {
    const { operations } = (await createMock())().contract;
    const needing = operations.filter(({ security }) => security !== undefined);
    const closing = needing.filter(({ action }) => action?.does === 'close');
    await trying(api, async (page) => {
      for (const one of [...closing, ...needing.slice(0, 1), ...closing]) {
        await page.locator('#operation').selectOption(one.id);
        expect([one.id, await sentStatus(page)]).toEqual([one.id, expect.toSatisfy(isSuccess)]);
      }
    });
  });

  test('a refusal says what it breaks, by the clause that allows it', async () => {
    const { operations, clauses } = (await createMock())().contract;
    const writing = operations.find(({ body }) => body !== undefined);
    await trying(api, async (page) => {
      await page.locator('#operation').selectOption(writing?.id ?? '');
      await page.locator('#body').fill('{');
      const status = await sentStatus(page);
      const broken = page.getByRole('region', { name: 'Response' }).locator('li code');
      const clause = await broken.first().textContent();
      const row = page.getByRole('row').filter({ hasText: clause ?? 'none' });
      expect(await row.first().getByRole('cell').first().textContent()).toBe(String(status));
      const sources = clauses.find(({ id }) => id === clause)?.source ?? [];
      expect(sources).not.toEqual([]);
      for (const source of sources) expect(await row.first().textContent()).toContain(source);
    });
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in the %s scheme',
    async (colorScheme) => {
      await trying(
        api,
        async (page) => {
          await sentStatus(page);
          await page.evaluate(axe.source);
          const { violations } = await page.evaluate<axe.AxeResults>('axe.run("main")');
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual(
            [],
          );
        },
        { colorScheme },
      );
    },
  );
});

test('shows no secret but what the reader typed, where it was typed', async () => {
  await trying('pvwa', async (page) => {
    const main = page.locator('main');
    await page.locator('#operation').selectOption('addProvider');
    const example = await page.locator('#body').inputValue();
    await page.locator('#body').fill(example.replace('type one here', 'typed0secret'));
    expect(await sentStatus(page)).toBe(201);
    expect(await main.innerText()).toContain('"clientSecret": "[redacted]"');
    expect(await main.innerText()).not.toMatch(/typed0secret|Passw0rd!/);
    await page.locator('#operation').selectOption('logon');
    const answer = page.getByRole('region', { name: 'Response' }).locator('pre');
    expect(await sentStatus(page)).toBe(401);
    expect(await answer.textContent()).toContain('"ErrorMessage"');
    await page.locator('#body').fill('{"username": "admin", "password": "Passw0rd!"}');
    expect(await sentStatus(page)).toBe(200);
    expect(await answer.textContent()).toBe('"[redacted]"');
    expect(await main.innerText()).not.toContain('Passw0rd!');
    expect(await main.innerHTML()).not.toMatch(/[A-Za-z0-9+/]{60}/);
  });
});

test('by keyboard alone another API and operation are chosen, the request is edited, sent and everything reset', async () => {
  const [, second] = Object.values(apis);
  const first = (await second?.createMock())?.().contract.operations[0]?.id ?? 'another API';
  await withSitePage(browser, 'try.html', async (page, troubles) => {
    const status = page.getByRole('status');
    await expect.poll(() => status.textContent()).toBe('Ready.');
    await page.locator('#api').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.locator('#operation').inputValue()).toBe(first);
    const focused = (): Promise<string> => page.evaluate('document.activeElement.id');
    for (const id of ['operation', 'principal', 'target']) {
      await page.keyboard.press('Tab');
      expect(await focused()).toBe(id);
    }
    await page.keyboard.press('End');
    await page.keyboard.type('/nothing');
    await page.keyboard.press('Enter');
    await expect.poll(() => status.textContent()).toBe('Answered 404.');
    for (let steps = 0; steps < 4; steps++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => status.textContent()).toBe('Everything is as at the start.');
    expect(troubles).toEqual([]);
  });
});

test.each([
  ['Prefer: code=404', /^Prefer is answered by Prism/],
  ['no header', /^'no header' is no header/],
])('the header line %s is not sent, and the page says why', async (line, said) => {
  await trying('pvwa', async (page) => {
    await page.locator('#headers').fill(line);
    expect(await sentStatus(page)).toBe(0);
    expect(await page.getByRole('status').textContent()).toMatch(said);
  });
});
