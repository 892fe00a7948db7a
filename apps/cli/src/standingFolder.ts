import { dirname } from 'node:path';

/**
 * The folder in which the person stands. Package managers run a script in the folder of its package, and tell where they were
 * called; where a script calls this program from a folder of its own, that folder counts.
 */
export function standingFolder(
  {
    INIT_CWD: called,
    npm_package_json: manifest,
    npm_lifecycle_event: script,
  }: Readonly<Record<string, string | undefined>>,
  folder: string,
): string {
  const isRun = script === 'oidc-admin' && manifest !== undefined && dirname(manifest) === folder;
  return isRun && called ? called : folder;
}
