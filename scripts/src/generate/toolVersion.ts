import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Name and version of an installed package, or of these scripts, as a generated file names them. */
export const toolVersion = (name = '@oidc-admin/scripts'): string => {
  const manifest = name === '@oidc-admin/scripts' ? '../../package.json' : `${name}/package.json`;
  const { version } = require(manifest) as { version: string };
  return `${name} ${version}`;
};
