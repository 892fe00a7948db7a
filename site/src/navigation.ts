import type { Page } from './pages.ts';

/** A page with its first heading. */
export interface Titled extends Page {
  readonly title: string;
}

/** A line of the navigation: a page, or a heading over pages. */
export interface NavigationItem {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: readonly NavigationItem[];
}

/** What people look for first, in the order in which they need it, as the navigation calls it; all others follow. */
const first: readonly (readonly [path: string, text: string])[] = [
  ['start.md', 'Start'],
  ['try.md', 'Try the mock here'],
  ['packages/client.md', 'Clients'],
  ['apps/mock.md', 'Mock'],
  ['cli.md', 'Command line'],
  ['as-code.md', 'Servers as a file'],
  ['doctor.md', 'Doctor'],
  ['faq.md', 'Questions from the field'],
  ['conformance.md', 'Conformance'],
  ['claims.md', 'Claims'],
  ['describe-an-api.md', 'Describe an API'],
  ['architecture.md', 'Architecture'],
  ['security.md', 'Security'],
];

function linkTo(path: string): string {
  return `/${path.replace(/\.md$/, '')}`;
}

/** The navigation of all pages: a page that joins is in it by its place. */
export function navigationOf(pages: readonly Titled[]): readonly NavigationItem[] {
  const named = new Set(first.map(([path]) => path));
  const rest = pages
    .filter(({ path }) => !named.has(path))
    .toSorted((one, other) => one.title.localeCompare(other.title));
  const under = (folder: string): readonly NavigationItem[] =>
    rest
      .filter(({ path }) => path.startsWith(folder))
      .map(({ path, title }) => ({ text: title, link: linkTo(path) }));
  const more = rest
    .filter(({ path }) => !path.includes('/'))
    .map(({ path, title }) => ({ text: title, link: linkTo(path) }));
  const group = (text: string, items: readonly NavigationItem[]): NavigationItem => ({
    text,
    collapsed: true,
    items,
  });
  return [
    { text: 'Guide', items: first.map(([path, text]) => ({ text, link: linkTo(path) })) },
    group('More', more),
    group('Packages', [...under('packages/'), ...under('apps/')]),
    group('Specifications and facts', [...under('specs/'), ...under('facts/')]),
    { text: 'Reference of all packages', link: '/reference/' },
  ];
}
