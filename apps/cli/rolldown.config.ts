import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
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

/**
 * Gets modules of Node where they are first used. As ECMAScript modules each has all its members read as it is loaded: `node:http`
 * brings a second HTTP along, and `node:crypto` every algorithm.
 */
const nodeModules: Plugin = {
  name: 'node-modules',
  resolveId: (id, importer, { kind }) =>
    isBuiltin(id) && kind !== 'dynamic-import' && !importer?.startsWith('\0rolldown')
      ? `\0node:${id.replace(/^node:/, '')}`
      : undefined,
  load: (id) =>
    id.startsWith('\0node:')
      ? `module.exports = process.getBuiltinModule('${id.slice(1)}')`
      : undefined,
};

/** Commander asks for a module that only its unused programs need. */
const lightCommander: Plugin = {
  name: 'light-commander',
  transform: (code, id) =>
    id.includes('/commander/')
      ? code.replaceAll("require('node:child_process')", 'undefined')
      : undefined,
};

/** openapi-fetch asks whether it was given one of these, for which a whole HTTP would be loaded. It never is: bodies are JSON. */
const jsonOnly: Plugin = {
  name: 'json-only-openapi-fetch',
  transform: (code, id) =>
    id.includes('/openapi-fetch/')
      ? code.replaceAll(/\w+ instanceof (?:FormData|Request|Response)\b/g, 'false')
      : undefined,
};

/** The first help is printed once, here, and packed as a text. */
const readyHelp: Plugin = {
  name: 'ready-help',
  transform(code, id) {
    const program = join(import.meta.dirname, 'src/main.ts');
    if (id !== program) return undefined;
    const help = execFileSync(process.execPath, [program, '--help'], { encoding: 'utf8' });
    const texts = JSON.stringify(['--help', '-h'].map((words) => [words, help]));
    return code.replace('new Map()', () => `new Map(${texts})`);
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
  resolve: {
    // The form of which only what is used is packed.
    mainFields: ['module', 'main'],
    alias: {
      'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
    },
  },
  transform: {
    // The oldest Node that the manifest names: it knows no `using`, for example.
    target: 'node22.19',
    // One undici, the packed one: Node would read its own for these.
    inject: {
      Headers: [
        join(import.meta.dirname, '../../packages/client/src/PlainHeaders.ts'),
        'PlainHeaders',
      ],
      ...Object.fromEntries(
        ['Request', 'Response', 'FormData'].map((name) => [name, [undici, name]]),
      ),
    },
  },
  plugins: [nodeModules, lightCommander, jsonOnly, readyHelp, packageFiles, bundledLicences],
  output: {
    dir: 'dist',
    cleanDir: true,
    minify: true,
    codeSplitting: {
      // What every command reads is one file.
      groups: [{ name: 'start', test: /\/cli\/src\/runProgram\.ts$/ }],
    },
  },
});
