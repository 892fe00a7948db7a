import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundledLicences } from '@oidc-admin/bundling';
import { defineConfig, type Plugin } from 'rolldown';
import manifest from './package.json' with { type: 'json' };

/*
 * rolldown --config
 *
 * Packs the command line for its users: one package without dependencies. It is cut into chunks, so that a command reads only what
 * it uses: HTTP, signing and the doctor come with the first command that needs them.
 */

const undici = createRequire(join(import.meta.dirname, '../../packages/client/src/')).resolve(
  'undici',
);

/** Commander asks for modules of Node by a way that costs a tenth of the start, and for one that only its unused programs need. */
const nodeModules: Plugin = {
  name: 'node-modules-of-commander',
  transform(code, id) {
    if (!id.includes('/commander/')) return undefined;
    return code
      .replaceAll("require('node:child_process')", 'undefined')
      .replaceAll(/require\(('node:\w+')\)/g, 'globalThis.process.getBuiltinModule($1)');
  },
};

/** What makes the folder a package. */
const packageFiles: Plugin = {
  name: 'package-files',
  generateBundle() {
    const { name, version, description, license, type, engines } = manifest;
    const bin = { 'oidc-admin': 'main.js' };
    const own = { name, version, description, license, type, bin, engines };
    const emit = (fileName: string, source: string): void =>
      void this.emitFile({ type: 'asset', fileName, source });
    emit('package.json', `${JSON.stringify(own, undefined, 2)}\n`);
    emit('LICENSE', readFileSync(join(import.meta.dirname, '../../LICENSE'), 'utf8'));
    for (const file of ['README.md', 'CHANGELOG.md'])
      emit(file, readFileSync(join(import.meta.dirname, file), 'utf8'));
  },
};

export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  // Its form for Node imports its parts in a way that no bundler follows.
  resolve: { alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' } },
  transform: {
    // The oldest Node that the manifest names: it knows no `using`, for example.
    target: 'node22.19',
    // One undici, the packed one: Node would read its own for these.
    inject: Object.fromEntries(
      ['Headers', 'Request', 'Response', 'FormData'].map((name) => [name, [undici, name]]),
    ),
  },
  plugins: [nodeModules, packageFiles, bundledLicences],
  output: {
    dir: 'dist',
    cleanDir: true,
    minify: true,
    codeSplitting: {
      // What every command reads is one file. What awaits at its top cannot be in it, as others import from it.
      groups: [{ name: 'start', tags: ['$initial'], test: /(?<!\/main\.ts)$/ }],
    },
  },
});
