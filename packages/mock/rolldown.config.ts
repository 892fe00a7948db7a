import { bundledLicences } from '@oidc-admin/bundling';
import { defineConfig, type Plugin } from 'rolldown';

/*
 * rolldown --config, after tsc
 *
 * Packs Prism within the one file that uses it: installed from outside it would bring more than a hundred packages, one of them with a
 * program that runs when it is installed, and a warning on Node 22, where it works as well.
 */
/** One package takes `this` at its top for `exports`, which it is only where Node itself loads it. */
const thisOfUriTemplates: Plugin = {
  name: 'this-of-uri-templates',
  transform: (code, id) =>
    id.includes('/uri-template-lite/') ? code.replaceAll('this.URI', 'exports.URI') : undefined,
};

export default defineConfig({
  input: 'src/prism/prismPath.ts',
  platform: 'node',
  external: /^@oidc-admin\//,
  // Its form for Node imports its parts in a way that no bundler follows.
  resolve: { alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' } },
  transform: { target: 'node22.19' },
  plugins: [thisOfUriTemplates, bundledLicences],
  output: { dir: 'dist/prism', minify: true },
});
