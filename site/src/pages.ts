import { posix } from 'node:path';

/** One page of the site, and the file of the repository that it is. */
export interface Page {
  /** Path below the root of the repository. */
  readonly source: string;
  /** Path below the root of the site, with `.md` at its end. */
  readonly path: string;
}

/** Where files become pages; the first that fits counts, and a file that fits none is no page. */
const places: readonly (readonly [pattern: RegExp, path: string])[] = [
  [/^docs\/([^/]+)\.md$/, '$1.md'],
  [/^README\.md$/, 'overview.md'],
  [/^([A-Z]+)\.md$/, '$1.md'],
  [/^(packages|apps)\/([^/]+)\/README\.md$/, '$1/$2.md'],
  [/^specs\/([^/]+)\/README\.md$/, 'specs/$1.md'],
  [/^specs\/([^/]+)\/FACTS\.md$/, 'facts/$1.md'],
];

/** The pages among the files of the repository. */
export function pagesOf(files: readonly string[]): readonly Page[] {
  return files.flatMap((source) => {
    const found = places.find(([pattern]) => pattern.test(source));
    if (found === undefined) return [];
    return { source, path: source.replace(...found).toLowerCase() };
  });
}

const fence = /^ *(`{3,})[^\n]*\n[^]*?^ *\1 *$/gm;
const inlineCode = /(?<!`)(`+)(?!`)[^]+?(?<!`)\1(?!`)/g;
const link = /\]\(([^()\s]+)\)/g;

/** Everything of a page that is no code, changed; and code within a line, unless it is in a heading or in a link already. */
function inProse(
  text: string,
  change: (prose: string) => string,
  changeCode: (code: string) => string,
): string {
  const code: string[] = [];
  const keep = (found: string): string => `\0${code.push(found) - 1}\0`;
  const keepInLine = (found: string, _: string, at: number, whole: string): string => {
    const line = whole.slice(whole.lastIndexOf('\n', at) + 1, at);
    return keep(/^#|\[[^\]]*$/.test(line) ? found : changeCode(found));
  };
  const prose = change(text.replaceAll(fence, keep).replaceAll(inlineCode, keepInLine));
  // A fence may hold what was kept before it.
  const putBack = (part: string): string =>
    part.replaceAll(/\0(\d+)\0/g, (_, number: string) => putBack(code[Number(number)] ?? ''));
  return putBack(prose);
}

/**
 * The text of a page with its links as the site has them: to a page where the file is one, else to a copy of the file. Copied files
 * are added to `copies`. Throws where a link names no file of the repository.
 */
export function withSiteLinks(
  { source, path }: Page,
  text: string,
  { pages, files, copies }: LinkTargets,
): string {
  const change = (prose: string): string =>
    prose.replaceAll(link, (whole, target: string) => {
      const [file = '', anchor] = target.split('#');
      if (/^[a-z]+:/.test(target) || file === '') return whole;
      const wanted = posix.join(posix.dirname(source), file);
      const page = pages.find((one) => one.source === wanted);
      const hash = anchor === undefined ? '' : `#${anchor}`;
      if (page !== undefined) return `](${relative(path, page.path)}${hash})`;
      if (!files.includes(wanted))
        throw new Error(`${source} has a link to ${target}: no such file`);
      copies.add(wanted);
      return `](${relative(path, copyPath(wanted))})`;
    });
  const changeCode = (code: string): string => {
    const page = pages.find((one) => one.source === namedBy(code));
    if (page === undefined || page.source === source) return code;
    return `[${code}](${relative(path, page.path)})`;
  };
  return inProse(text, change, changeCode);
}

/** The file that code within a line names: a page by its path, or a package by its name. READMEs have no links out of their package. */
function namedBy(code: string): string | undefined {
  const [, word = ''] = /^`([^`\s]+)`$/.exec(code) ?? [];
  const [, name] = /^@oidc-admin\/([\w-]+)$/.exec(word) ?? [];
  return name === undefined ? word : `packages/${name}/README.md`;
}

/** What links may lead to, and the files that they led to. */
export interface LinkTargets {
  readonly pages: readonly Page[];
  readonly files: readonly string[];
  readonly copies: Set<string>;
}

/** Where the copy of a file is that is no page; as text, so that a browser shows it. */
export function copyPath(file: string): string {
  return `files/${file}.txt`;
}

function relative(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

/** The first heading of a page, without its marks for code. */
export function titleOf(text: string): string {
  const [, title = ''] = /^# (.+)$/m.exec(text) ?? [];
  return title.replaceAll('`', '');
}
