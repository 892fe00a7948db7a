import { execFileSync } from 'node:child_process';

/** Links the packages of the workspace: from what is on this machine where that is enough. */
export function install(root: string): void {
  const run = (more: readonly string[]): void => {
    execFileSync('npx', ['-y', 'pnpm@12', 'install', '--no-frozen-lockfile', ...more], {
      cwd: root,
      stdio: 'pipe',
      timeout: 300_000,
    });
  };
  try {
    run(['--offline']);
  } catch {
    run(['--prefer-offline']);
  }
}
