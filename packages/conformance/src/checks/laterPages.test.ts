import type { Contract, JsonValue, Operation } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import type { WireResponse } from '../wire/wireResponse.ts';
import { laterPages, type AllPages, type ExchangedPage } from './laterPages.ts';

const contract = {
  resources: [{ name: 'note', key: 'name' }],
  clauses: [],
} as unknown as Contract;

function listing(paging: object): Operation {
  const action = { does: 'list', resource: 'note', at: '/notes' };
  return { id: 'listNotes', action, paging: { limit: 'limit', ...paging } } as unknown as Operation;
}

const byPage = listing({ by: 'page', from: 'page', first: 1, usual: 2 });
const byCursor = listing({ by: 'cursor', from: 'cursor', first: 0, next: '/next' });

function exchanged(json: JsonValue, status = 200): ExchangedPage {
  const text = JSON.stringify(json);
  const response: WireResponse = {
    status,
    headers: {},
    cookies: [],
    head: '',
    text,
    json,
    violations: [],
  };
  return { response, failure: '', index: 0 };
}

function notes(...names: readonly string[]): JsonValue {
  return names.map((name) => ({ name }));
}

/** All pages, and how many were asked for after the first one. */
async function joined(
  operation: Operation,
  pageOf: (count: number) => ExchangedPage,
  endlessLists = new Set<string>(),
): Promise<AllPages & { readonly asked: number }> {
  let asked = 0;
  const pages = await laterPages({ contract, endlessLists }, { operation }, pageOf(0), async () =>
    pageOf((asked += 1)),
  );
  return { ...pages, asked };
}

test('an empty page that names the next one is not the last one', async () => {
  const all = await joined(byCursor, (count) =>
    exchanged(count === 0 ? { notes: [], next: 'a' } : { notes: notes('one'), next: null }),
  );
  expect(all).toMatchObject({ isWhole: true, response: { json: { notes: [{ name: 'one' }] } } });
});

test('empty pages that all name the same next one end', async () => {
  const { asked } = await joined(byCursor, () => exchanged({ notes: [], next: 'a' }));
  expect(asked).toBe(1);
});

test('a refusal of what is behind a full page ends the list', async () => {
  const all = await joined(byPage, (count) =>
    count === 0 ? exchanged({ notes: notes('one', 'two') }) : exchanged({ detail: 'none' }, 404),
  );
  expect(all).toMatchObject({ isWhole: true, response: { status: 200 } });
  expect(all.pages).toHaveLength(1);
});

test('an error inside the server on a later page is the response that is judged', async () => {
  const all = await joined(byPage, (count) =>
    count === 0 ? exchanged({ notes: notes('one', 'two') }) : exchanged({ detail: 'down' }, 500),
  );
  expect(all.response?.status).toBe(500);
});

test('of pages without an end no more than some are kept, and later only the first is asked for', async () => {
  const padding = 'x'.repeat(4_000_000);
  const page = (count: number): ExchangedPage =>
    exchanged({ notes: notes(`note ${count}`), next: `after ${count}`, padding });
  const endless = new Set<string>();
  const first = await joined(byCursor, page, endless);
  expect(first.isWhole).toBe(false);
  expect(first.asked).toBeLessThan(10);
  expect(await joined(byCursor, page, endless)).toMatchObject({ isWhole: false, asked: 0 });
});
