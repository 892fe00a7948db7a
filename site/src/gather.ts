import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { navigationOf, type Titled } from './navigation.ts';
import { copyPath, pagesOf, titleOf, withSiteLinks } from './pages.ts';

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Writes every page, the files that they have links to, and the navigation. */
export function gather(root: string, target: string): void {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\n');
  const pages = pagesOf(files);
  const copies = new Set<string>();
  const titled = pages.map((page): Titled => {
    const text = readFileSync(join(root, page.source), 'utf8');
    write(join(target, page.path), withSiteLinks(page, text, { pages, files, copies }));
    return { ...page, title: titleOf(text) };
  });
  for (const file of copies) {
    const copy = join(target, 'public', copyPath(file));
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(join(root, file), copy);
  }
  write(join(target, 'try.md'), '---\ntitle: Try the mock here\nlayout: TryPage\n---\n');
  write(join(target, 'navigation.json'), JSON.stringify(navigationOf(titled)));
}
