import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '../generate/generate.ts';
import { checkOthers, holdWorkspace } from './holdWorkspace.ts';
import { install } from './install.ts';
import { NewApiError } from './newApiError.ts';
import { packageFiles, users, withApi } from './packageFiles.ts';

/** The folders that hold nothing but one API. */
export function foldersOf(api: string): readonly string[] {
  return [`specs/${api}`, `packages/${api}-client`, `packages/${api}-mock`];
}

/**
 * Takes an API out of the workspace, if nobody has written anything by hand into its packages. The document and its facts, which
 * people edit, are kept in a folder of their own outside of it.
 */
export async function leave(
  root: string,
  api: string,
  tell: (line: string) => void,
): Promise<void> {
  if (!/^[a-z][a-z0-9-]*$/.test(api) || !existsSync(join(root, 'specs', api, 'openapi.yaml')))
    throw new NewApiError(`There is no API '${api}' in specs/; nothing was changed`);
  const byHand = foldersOf(api)
    .slice(1)
    .flatMap((folder) => sourcesByHand(root, folder, api));
  if (byHand.length > 0)
    throw new NewApiError(
      `${api} has sources that were written by hand, so it is not removed: ${byHand.join(', ')}`,
    );
  await checkOthers(root, api);
  const kept = mkdtempSync(join(tmpdir(), `removed-${api}-`));
  cpSync(join(root, 'specs', api), kept, { recursive: true });
  await holdWorkspace(root, async () => {
    removeFiles(root, api);
    tell(`${api} is removed; a copy of specs/${api} is in ${kept}`);
    try {
      await generate(root);
      install(root);
    } catch (error) {
      throw new NewApiError(
        `what is generated of all APIs is not up to date; run \`pnpm install\`, then \`pnpm generate\`: ${String(error)}`,
        1,
      );
    }
  });
}

/** Removes the folders of an API and what other packages say of it. */
export function removeFiles(root: string, api: string): void {
  const made = join(root, 'generated-clients');
  const clients = existsSync(made)
    ? readdirSync(made).map((language) => `generated-clients/${language}/${api}`)
    : [];
  for (const folder of [...foldersOf(api), ...clients])
    rmSync(join(root, folder), { recursive: true, force: true });
  for (const folder of Object.keys(users)) {
    const path = join(root, folder, 'package.json');
    writeFileSync(path, withApi(readFileSync(path, 'utf8'), folder, api, false));
  }
}

/** What programs make beside what was written. */
const made = ['.turbo', 'CHANGELOG.md', 'dist', 'node_modules', 'src'];

function sourcesByHand(root: string, folder: string, api: string): readonly string[] {
  const written = packageFiles(api, '');
  const inFolder = (path: string): readonly string[] =>
    existsSync(join(root, path))
      ? readdirSync(join(root, path)).map((name) => `${path}/${name}`)
      : [];
  return [
    ...inFolder(folder).filter(
      (path) => !written.has(path) && !made.some((name) => path === `${folder}/${name}`),
    ),
    ...inFolder(`${folder}/src`).filter((path) => path !== `${folder}/src/generated`),
  ];
}
