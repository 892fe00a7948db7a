import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

function licencesOf(folders: readonly string[]): string {
  return folders
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      ) as Readonly<Record<string, string>>;
      const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
      const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8')}`;
      return `${name} ${version}, ${license}\n${text}`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** Writes `LICENSES-OF-OTHERS` beside a bundle: name, version and licence of each package that is within it. */
export const bundledLicences: Plugin = {
  name: 'bundled-licences',
  generateBundle(_options, bundle) {
    const packed = Object.values(bundle).flatMap((one) =>
      one.type === 'chunk' ? one.moduleIds : [],
    );
    const folders = packed.flatMap(
      (id) => /^\/.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? [],
    );
    const source = licencesOf([...new Set(folders)].toSorted());
    this.emitFile({ type: 'asset', fileName: 'LICENSES-OF-OTHERS', source });
  },
};
