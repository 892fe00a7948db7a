import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkLinks } from './checkLinks.ts';

/** What the check says of a site whose second page has this link. */
async function foundBehind(href: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  try {
    writeFileSync(join(folder, 'index.html'), '<a href="./a.html">a</a>');
    writeFileSync(join(folder, 'a.html'), `<a href="${href}">a</a>`);
    writeFileSync(join(folder, 'b.html'), '<h1 id="there">b</h1>');
    return await checkLinks(folder).then(
      () => 'nothing',
      (error: unknown) => String(error),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a link and an anchor that lead nowhere are found on a page that others lead to', async () => {
  expect(await foundBehind('./b.html#there')).toBe('nothing');
  expect(await foundBehind('./b.html#gone')).toContain('b.html#gone');
  expect(await foundBehind('./none.html')).toContain('none.html (404)');
});
