import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The JAR that the program of openapi-generator downloads. `openapitools.json` names the same version. */
export const pinnedJar = {
  version: '7.25.0',
  sha256: '41ce4f6b07f196676439d710759fa1ced7a08066d06ff1bf314681470289efae',
};

/** The folder of openapi-generator's own program, which here only downloads the JAR. */
function programFolder(): string {
  return dirname(
    createRequire(import.meta.url).resolve('@openapitools/openapi-generator-cli/package.json'),
  );
}

/** Throws where a file is not the pinned JAR, and takes it away. */
export function checkJar(path: string): void {
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (sha256 === pinnedJar.sha256) return;
  rmSync(path);
  throw new Error(
    `the JAR of openapi-generator ${pinnedJar.version} has the SHA-256 ${sha256}, not ${pinnedJar.sha256}; it was removed`,
  );
}

/** The path of the JAR, which is downloaded where it is not there yet. Throws where it is not the pinned one. */
export async function fetchJar(root: string): Promise<string> {
  const path = join(programFolder(), 'versions', `${pinnedJar.version}.jar`);
  if (!existsSync(path)) {
    const program = join(programFolder(), 'main.js');
    const args = [program, 'version-manager', 'set', pinnedJar.version];
    await promisify(execFile)(process.execPath, args, {
      cwd: root,
      // It looks there for openapitools.json, whatever the working directory is.
      env: { ...process.env, PWD: root, INIT_CWD: root },
      timeout: 300_000,
    });
  }
  checkJar(path);
  return path;
}
