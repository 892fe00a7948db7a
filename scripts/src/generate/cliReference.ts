import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { markdownHeader } from './header.ts';
import { toolVersion } from './toolVersion.ts';

/** `docs/cli.md`: what the command line's own help says, so that both cannot differ. */
export const cliReference = async (root: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'apps/cli/src/printReference.ts')],
    { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 },
  );
  return (
    markdownHeader({
      tool: toolVersion(),
      source: 'the help of apps/cli and specs/*/openapi.yaml',
    }) + stdout
  );
};
