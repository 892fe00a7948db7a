import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, OptionDefaults } from 'typedoc';

interface Manifest {
  readonly exports: string | Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>> };
}

/** The sources of all that packages export to others, as their manifests say. */
function entriesOf(root: string): readonly string[] {
  return readdirSync(join(root, 'packages')).flatMap((name) => {
    const folder = join(root, 'packages', name);
    const { exports, publishConfig } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Manifest;
    // What is not published is for this repository only.
    const published = publishConfig?.exports ?? {};
    return Object.entries(typeof exports === 'string' ? { '.': exports } : exports)
      .filter(([entry, source]) => entry in published && source.endsWith('.ts'))
      .map(([, source]) => join(folder, source));
  });
}

/** Options of typedoc-plugin-markdown, which TypeDoc's own types do not know. */
const ofMarkdown = {
  outputFileStrategy: 'modules',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  entryFileName: 'index',
} as const;

/** Writes a page for each entry of each package, made of the docstrings. Throws where one of these has a dead link. */
export async function writeReference(root: string, here: string, target: string): Promise<void> {
  const entryPoints = entriesOf(root);
  const tsconfig = join(here, 'dist/tsconfig.reference.json');
  writeFileSync(
    tsconfig,
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      files: entryPoints,
      compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
    }),
  );
  const app = await Application.bootstrapWithPlugins({
    entryPoints: [...entryPoints],
    tsconfig,
    name: 'Reference of all packages',
    plugin: ['typedoc-plugin-markdown'],
    readme: 'none',
    // `pnpm check` does it.
    skipErrorChecking: true,
    // openapi-typescript writes it.
    blockTags: [...OptionDefaults.blockTags, '@description'],
    basePath: join(root, 'packages'),
    displayBasePath: join(root, 'packages'),
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    ...ofMarkdown,
    out: target,
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the packages');
  app.validate(project);
  await app.generateOutputs(project);
  // Other warnings speak of types that are right, such as a path and a body that share a name.
  if (app.logger.hasErrors() || app.logger.validationWarningCount > 0)
    throw new Error('TypeDoc found something wrong: see above');
}
