import { expect, test } from 'vitest';
import { pagesOf, titleOf, withSiteLinks } from './pages.ts';

const files = ['README.md', 'LICENSE', 'docs/ci.md', 'packages/mock/README.md', 'docs/ci/x.yml'];
const pages = pagesOf(files);

function linked(source: string, text: string, copies = new Set<string>()): string {
  const page = pages.find((one) => one.source === source);
  if (page === undefined) throw new Error(`${source} is no page`);
  return withSiteLinks(page, text, { pages, files, copies });
}

test('a link between files becomes one between pages, with its anchor', () => {
  expect(linked('docs/ci.md', '[a](../packages/mock/README.md#b) [c](#d)')).toBe(
    '[a](./packages/mock.md#b) [c](#d)',
  );
  expect(linked('packages/mock/README.md', '[a](../../README.md)')).toBe('[a](../overview.md)');
});

test('a link to a file that is no page leads to a copy of it', () => {
  const copies = new Set<string>();
  expect(linked('docs/ci.md', '[a](ci/x.yml)', copies)).toBe('[a](./files/docs/ci/x.yml.txt)');
  expect([...copies]).toEqual(['docs/ci/x.yml']);
});

test('what looks like a link within code stays, and a dead link is refused', () => {
  const code = '`[a](b.md)`\n\n```md\n[a](b.md)\n```\n';
  expect(linked('docs/ci.md', code)).toBe(code);
  expect(() => linked('docs/ci.md', '[a](b.md)')).toThrow('docs/ci.md has a link to b.md');
});

test('code that names a page or a package becomes a link, but not in a heading or in a link', () => {
  const text =
    '# `docs/ci.md`\n\nSee `docs/ci.md`, `@oidc-admin/mock` and [`docs/ci.md`](docs/ci.md).';
  expect(linked('README.md', text)).toBe(
    '# `docs/ci.md`\n\nSee [`docs/ci.md`](./ci.md), [`@oidc-admin/mock`](./packages/mock.md) and [`docs/ci.md`](./ci.md).',
  );
  expect(linked('docs/ci.md', '`docs/ci.md` `docs/none.md`')).toBe('`docs/ci.md` `docs/none.md`');
});

test('the title is the first heading', () => {
  expect(titleOf('text\n\n# What `x` is\n')).toBe('What x is');
});
