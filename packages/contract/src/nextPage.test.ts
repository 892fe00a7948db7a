import { expect, test } from 'vitest';
import type { Paging } from './description.ts';
import { longestPage, nextPage, type NextPage } from './nextPage.ts';
import { PageWalk, whyEarly } from './paging.ts';

const url = 'https://api.example.com/v1/notes?n=2';
const header: Paging = {
  limit: 'n',
  by: 'page',
  from: 'page',
  first: 1,
  next: 'Link',
  link: 'whole',
};
const inBody: Paging = { ...header, next: '/next' };
const third: NextPage = {
  query: { n: '2', page: '3' },
  url: 'https://api.example.com/v1/notes?n=2&page=3',
};

test.each([
  ['a whole URL', '<https://api.example.com/v1/notes?n=2&page=3>; rel="next"'],
  ['a path', '</v1/notes?n=2&page=3>; rel="next"'],
  ['a query alone, a word without quotes', '<?n=2&page=3>;rel=next'],
  ['what follows, without quotes', '<?n=2&page=3>; rel=next; type=application/json; title='],
  [
    'what stands before, without quotes',
    '<?n=2&page=3>; type=text/html;rel=next,<?page=1>;rel=prev',
  ],
  ['capitals', '<?n=2&page=3>; REL="NEXT"'],
  ['one of several relations', '<?n=2&page=3>; rel="section next"'],
  ['the second link', '<?page=1>; rel="prev", <?n=2&page=3>; rel="next"; title="a, \\"b\\"; c"'],
  ['the second link, empty ones between', '<?page=9>; rel="last",, <?n=2&page=3>; rel="next";'],
  [
    'somebody who signs in, and a place',
    '<https://a:b@api.example.com/v1/notes?n=2&page=3#x>; rel="next"',
  ],
])('a header Link leads to the next page by %s', (_, linkHeader) => {
  expect(nextPage(header, {}, { body: [], names: ['a'], url, linkHeader })).toEqual(third);
});

test.each([
  ['no header', undefined],
  ['an empty one', ', ,'],
  ['other relations', '<?page=1>; rel="first", <?page=9>; rel="last"'],
  ['a relation whose name only has the word', '<?page=9>; rel="nextish"'],
  ['a link of another page', '<?page=9>; rel="next"; anchor="#other"'],
])('after the last page there is %s', (_, linkHeader) => {
  expect(nextPage(header, {}, { body: [], names: ['a'], url, linkHeader })).toBeUndefined();
});

test.each([
  ['elsewhere', '<https://api.example.org/v1/others?page=3>; rel="next"'],
  ['elsewhere', '<https://api.example.org/?page=3>; rel="next"'],
  ['otherName', '<https://api.example.org/v1/notes?page=3>; rel="next"'],
  ['otherName', '<https://api.example.org/gate/v1/notes?page=3>; rel="next"'],
  ['otherName', '<http://api.example.com/v1/notes?page=3>; rel="next"'],
  ['otherName', '<//api.example.com:8443/notes?page=3>; rel="next"'],
  ['noLink', '<https://api.example.com/v1/notes?page=3; rel="next"'],
  ['noLink', 'https://api.example.com/v1/notes?page=3; rel="next"'],
  ['noLink', '<?page=3> rel="next"'],
  ['noLink', '<?page=3>; rel="next'],
  ['noLink', '<https://[/notes>; rel="next"'],
  ['tooLong', `<?page=${'3'.repeat(20_000)}>; rel="next"`],
])('%s: %s', (astray, linkHeader) => {
  expect(nextPage(header, {}, { body: [], names: ['a'], url, linkHeader })).toBe(astray);
});

test('of a link in the body, its whole query counts, and not the one before', () => {
  const shown = { names: ['a'], url, body: { next: third.url } };
  expect(nextPage(inBody, { lost: 'yes' }, shown)).toEqual(third);
  expect(nextPage(inBody, {}, { ...shown, body: { next: null } })).toBeUndefined();
  expect(nextPage(inBody, {}, { ...shown, body: { next: 7 } })).toBe('noLink');
});

test('what is said to be a cursor and is a URL is not followed to another server', () => {
  const { link: _, ...cursor } = { ...inBody, by: 'cursor' } as const;
  const shown = { names: ['a'], url, body: { next: 'https://api.example.org/?page=3' } };
  expect(nextPage(cursor, {}, shown)).toBe('elsewhere');
});

test.each(['https://idp.example.org/8', 'https://idp.example.org/?of=8', 'a?b=c'])(
  'a cursor that is %s is sent back as it is',
  (next) => {
    const { link: _, ...cursor } = { ...inBody, by: 'cursor' } as const;
    const shown = { names: ['a'], url, body: { next } };
    expect(nextPage(cursor, { n: '2' }, shown)).toEqual({ query: { n: '2', page: next } });
  },
);

test('how long a page may be that a cursor asks for, only its server knows', () => {
  const sized = { ...header, by: 'cursor', usual: 4, most: 100 } as const;
  expect(longestPage(sized, {})).toBe(4);
  expect(longestPage(sized, { page: 'c' })).toBe(100);
  expect(longestPage(sized, { page: 'c', n: '9' })).toBe(9);
  expect(longestPage({ ...sized, by: 'page' }, { page: '3' })).toBe(4);
});

test('who does not know the URL of a page cannot go on with a link that only its server understands', () => {
  const shown = { names: ['a'], body: { next: '/v1/notes?n=2&$skiptoken=x' } };
  expect(nextPage(inBody, {}, shown)).toBe('notAsked');
});

test('who does not know the URL of a page goes on with the query of its link', () => {
  const shown = { names: ['a'], body: { next: third.url } };
  expect(nextPage(inBody, {}, shown)).toEqual({ query: third.query });
});

test('a walk that is led astray ends there and says why', () => {
  const walk = new PageWalk(header);
  walk.add({ body: [], names: ['a'], url, linkHeader: '<https://b.example/>; rel="next"' });
  expect(walk.query).toBeUndefined();
  expect(whyEarly({ id: 'listNotes' }, walk.early)).toBe(
    'what leads to the next page of listNotes leads to another server, which nobody asks',
  );
});

test('a link that leads back to the first page is a circle', () => {
  const walk = new PageWalk(header);
  const page = { body: [], names: ['a'], url, linkHeader: `<${url}>; rel="next"` };
  walk.add(page);
  walk.add(page);
  expect(walk.early).toBe('circle');
});
