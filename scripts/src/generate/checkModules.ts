import { typescriptHeader } from './header.ts';
import type { Specification } from './specification.ts';
import { toolVersion } from './toolVersion.ts';

const moduleFor = (check: string, { api, file }: Specification, name: string): string =>
  [
    typescriptHeader({ tool: toolVersion(), source: file }),
    `import { ${check} } from '../../${check}.ts';\n`,
    `${check}(${JSON.stringify(api)}, ${JSON.stringify(name)});\n`,
  ].join('');

/**
 * The modules of checks, by file name: one for each operation and one for each resource, because the engine that runs
 * them divides its work by files.
 */
export const checkModules = (
  specifications: readonly Specification[],
): ReadonlyMap<string, string> =>
  new Map(
    specifications.flatMap((specification) => {
      const { api, contract } = specification;
      return [
        ...contract.operations.map(({ id }): [string, string] => [
          `${api}.${id}.ts`,
          moduleFor('checkOperation', specification, id),
        ]),
        ...contract.resources.map(({ name }): [string, string] => [
          `${api}.${name}.ts`,
          moduleFor('checkResource', specification, name),
        ]),
      ];
    }),
  );
