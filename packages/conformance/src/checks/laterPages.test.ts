import type { Contract, JsonValue, Operation } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import type { WireResponse } from '../wire/wireResponse.ts';
import { laterPages, type AllPages, type ExchangedPage } from './laterPages.ts';

const contract = {
  resources: [{ name: 'note', key: 'name' }],
  clauses: [{ id: 'paged', kind: 'paged', resource: 'note', binding: 'MUST' }],
} as unknown as Contract;

function listing(paging: object): Operation {
  const action = { does: 'list', resource: 'note', at: '/notes' };
  return { id: 'listNotes', action, paging: { limit: 'limit', ...paging } } as unknown as Operation;
}

const byPage = listing({ by: 'page', from: 'page', first: 1, usual: 2 });
const byCursor = listing({ by: 'cursor', from: 'cursor', first: 0, next: '/next' });

function exchanged(
  json: JsonValue,
  status = 200,
  headers: WireResponse['headers'] = {},
): ExchangedPage {
  const text = JSON.stringify(json);
  const response: WireResponse = {
    status,
    headers,
    cookies: [],
    head: '',
    text,
    json,
    violations: [],
  };
  return { response, failure: '', index: 0, url: 'https://notes.example.com/notes' };
}

function notes(...names: readonly string[]): JsonValue {
  return names.map((name) => ({ name }));
}

/** All pages, and how many were asked for after the first one. */
async function joined(
  operation: Operation,
  pageOf: (count: number) => ExchangedPage,
  endlessLists = new Set<string>(),
  path = {},
): Promise<AllPages & { readonly asked: number }> {
  let asked = 0;
  const run = { contract, endlessLists };
  const pages = await laterPages(run, { operation, path }, pageOf(0), async () =>
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

test('empty pages that all name the same next one end, but nobody saw what is behind them', async () => {
  const all = await joined(byCursor, () => exchanged({ notes: [], next: 'a' }));
  expect(all).toMatchObject({ asked: 1, isWhole: false, mismatches: [] });
  expect(all.doubt).toContain('leads back to an earlier one');
});

test('one cursor for all pages is followed as long as they show something new', async () => {
  const all = await joined(byCursor, (count) =>
    exchanged({ notes: count === 3 ? [] : notes(`note ${count}`), next: 'scroll' }),
  );
  expect(all).toMatchObject({ asked: 3, isWhole: true, mismatches: [] });
  expect(all.response?.json).toMatchObject({ notes: notes('note 0', 'note 1', 'note 2') });
});

test('a cursor that shows what was shown is a violation, and is shown once', async () => {
  const all = await joined(byCursor, (count) =>
    exchanged({ notes: notes(count === 0 ? 'one' : 'two'), next: 'again' }),
  );
  expect(all).toMatchObject({ asked: 2, isWhole: false, mismatches: [{ clause: 'paged' }] });
  expect(all.response?.json).toMatchObject({ notes: notes('one', 'two') });
});

test('a page that shows only what was shown is not the last one where it names a new cursor', async () => {
  const all = await joined(byCursor, (count) =>
    exchanged({ notes: notes(count < 2 ? 'one' : 'two'), next: count < 2 ? `at ${count}` : null }),
  );
  expect(all).toMatchObject({ asked: 2, isWhole: true, mismatches: [] });
});

test('pages that show the same under ever new cursors are not followed for ever', async () => {
  const all = await joined(byCursor, (count) =>
    exchanged({ notes: notes('one'), next: `at ${count}` }),
  );
  expect(all).toMatchObject({ asked: 4, isWhole: false, mismatches: [{ clause: 'paged' }] });
});

const byLink = listing({ by: 'page', from: 'page', first: 1, next: 'Link', link: 'whole' });

function linked(name: string, link: string): ExchangedPage {
  return exchanged({ notes: notes(name) }, 200, { link });
}

test('a link is asked as it stands there, and none is the end', async () => {
  const asked: unknown[] = [];
  const first = linked('one', '</v2/notes?page=2&of=a>; rel="next", </notes>; rel="first"');
  const run = { contract, endlessLists: new Set<string>() };
  const all = await laterPages(run, { operation: byLink, path: {} }, first, async (page) => {
    asked.push(page);
    return linked('two', '</notes>; rel="first"');
  });
  const url = 'https://notes.example.com/v2/notes?page=2&of=a';
  expect(asked).toEqual([{ query: { page: '2', of: 'a' }, url }]);
  expect(all).toMatchObject({ isWhole: true, mismatches: [], doubt: '' });
  expect(all.response?.json).toMatchObject({ notes: notes('one', 'two') });
});

test('a link that names the server otherwise ends the list, and accuses nobody', async () => {
  const first = linked('one', '<https://inner.example.com/notes?page=2>; rel="next"');
  const all = await joined(byLink, () => first);
  expect(all).toMatchObject({ asked: 0, isWhole: false, mismatches: [] });
  expect(all.doubt).toContain('under another name of its server');
});

test('a link need not repeat how long the pages are that were asked for first', async () => {
  const sized = listing({
    limit: 'n',
    usual: 1,
    by: 'cursor',
    from: 'after',
    first: 0,
    next: 'Link',
    link: 'whole',
  });
  const long = (count: number, link?: string): ExchangedPage =>
    exchanged(
      { notes: notes(...Array.from({ length: count }, (_, at) => `${link}${at}`)) },
      200,
      link === undefined ? {} : { link },
    );
  const read = (query: Readonly<Record<string, string>>, more: number): Promise<AllPages> =>
    laterPages(
      { contract, endlessLists: new Set<string>() },
      { operation: sized, path: {}, query },
      long(Number(query['n'] ?? 1), '<?after=x>; rel="next"'),
      async () => long(more),
    );
  expect(await read({ n: '3' }, 3)).toMatchObject({ isWhole: true, mismatches: [] });
  expect((await read({ n: '3' }, 4)).mismatches).toMatchObject([{ clause: 'paged', actual: 4 }]);
  expect((await read({}, 2)).mismatches).toMatchObject([{ clause: 'paged', actual: 2 }]);
});

test('a link to what the server does not know breaks the pages, and a refused caller does not', async () => {
  const answered = (status: number): Promise<AllPages> =>
    joined(byLink, (count) =>
      count === 0 ? linked('one', '</n?page=2>; rel="next"') : exchanged({ detail: '' }, status),
    );
  expect((await answered(404)).mismatches).toMatchObject([{ clause: 'paged' }]);
  expect((await answered(403)).mismatches).toEqual([]);
});

test.each([
  ['leads to another server', '<https://other.example.com/others?page=2>; rel="next"'],
  ['is no link', '<https://notes.example.com/notes?page=2; rel="next"'],
  ['is longer than', `</notes?page=${'2'.repeat(20_000)}>; rel="next"`],
])('what %s is a violation, and nobody asks it', async (says, link) => {
  const all = await joined(byLink, () => linked('one', link));
  expect(all).toMatchObject({ asked: 0, isWhole: false, mismatches: [{ clause: 'paged' }] });
  expect(all.mismatches[0]?.message).toContain(says);
  expect(all.response?.json).toMatchObject({ notes: notes('one') });
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

test('a list that is long but ends is read to its end the next time too', async () => {
  const endless = new Set<string>();
  const read = (padding: string): Promise<unknown> =>
    joined(
      byCursor,
      (count) =>
        exchanged({ notes: notes(`${count}`), next: count < 3 ? `${count}` : '', padding }),
      endless,
    );
  expect(await read('x'.repeat(9_000_000))).toMatchObject({ asked: 3, isWhole: true });
  expect(await read('')).toMatchObject({ asked: 3, isWhole: true });
});

test('a list without an end below one parent stops no list below another', async () => {
  const endless = new Set<string>();
  const read = (parent: string, last: number, padding = ''): Promise<unknown> =>
    joined(
      byCursor,
      (count) =>
        exchanged({ notes: notes(`${count}`), next: count < last ? `${count}` : '', padding }),
      endless,
      { parent },
    );
  expect(await read('one', 9, 'x'.repeat(9_000_000))).toMatchObject({ asked: 3, isWhole: false });
  expect(await read('one', 9)).toMatchObject({ asked: 0, isWhole: false });
  expect(await read('two', 1)).toMatchObject({ asked: 1, isWhole: true });
});
