import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vitepress';
import { checkLinks } from './checkLinks.ts';
import { writeFirstPage } from './firstPage.ts';
import { gather } from './gather.ts';
import { writeReference } from './reference.ts';

/*
 * node src/build.ts
 *
 * Writes the site to dist/site, and fails where a link or an anchor in it leads nowhere.
 */
const here = join(import.meta.dirname, '..');
const root = join(here, '..');
const pages = join(here, 'dist/pages');

async function timed(name: string, work: () => Promise<unknown> | void): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

rmSync(join(here, 'dist'), { recursive: true, force: true });
await timed('pages', () => gather(root, pages));
await timed('first page', () => writeFirstPage(root, pages));
await timed('reference', () => writeReference(root, here, join(pages, 'reference')));
await timed('site', () => build(here));
await timed('links', () => checkLinks(join(here, 'dist/site')));
