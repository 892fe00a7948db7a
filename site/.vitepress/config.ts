import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from 'github-slugger';
import { defineConfig, type DefaultTheme } from 'vitepress';
import { forBrowsers } from '../src/browser/forBrowsers.ts';

const here = join(import.meta.dirname, '..');

function navigation(): DefaultTheme.SidebarItem[] {
  const file = join(here, 'dist/pages/navigation.json');
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as DefaultTheme.SidebarItem[])
    : [];
}

export default defineConfig({
  title: 'oidc-admin',
  description: 'Clients, mocks, a command line and conformance checks, made from OpenAPI documents',
  srcDir: 'dist/pages',
  outDir: 'dist/site',
  cacheDir: 'dist/cache',
  lang: 'en',
  vite: { logLevel: 'error', plugins: [forBrowsers], build: { chunkSizeWarningLimit: 4000 } },
  markdown: {
    // `<api>` on a page is text.
    html: false,
    config: (md) => {
      const rendered = md.renderer.rules.code_inline;
      md.renderer.rules.code_inline = (tokens, index, ...rest) => {
        // `{{` in code is no expression of Vue.
        tokens[index]?.attrSet('v-pre', '');
        return rendered?.(tokens, index, ...rest) ?? '';
      };
    },
    // The anchors that GitHub makes: a link to a heading works in both places.
    anchor: { slugify: (text) => slug(text) },
  },
  themeConfig: {
    outline: [2, 3],
    search: { provider: 'local' },
    sidebar: navigation(),
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Try the mock', link: '/try' },
      { text: 'Reference', link: '/reference/' },
    ],
  },
});
