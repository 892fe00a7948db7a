import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const original = join(import.meta.dirname, '../../..');
const notCopied = new Set(['.git', 'generated-clients', 'reports']);
const nowhereCopied = new Set(['.turbo', 'coverage']);

/**
 * Copies the whole repository for one test, everything generated anew and committed. Installed packages are shared with the original; packages of the
 * workspace are the copy's own.
 */
export function copyTree(): { readonly root: string } & Disposable {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tree-')));
  for (const name of readdirSync(original)) {
    if (name === 'node_modules') symlinkSync(join(original, name), join(root, name));
    else if (!notCopied.has(name) && !nowhereCopied.has(name)) {
      cpSync(join(original, name), join(root, name), {
        recursive: true,
        // The links of workspace packages are relative: they stay inside the copy.
        verbatimSymlinks: true,
        filter: (path) => !nowhereCopied.has(basename(path)),
      });
    }
  }
  execFileSync(process.execPath, [join(root, 'scripts/src/generate.ts')], { stdio: 'pipe' });
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], {
      cwd: root,
      stdio: 'ignore',
    });
  };
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'copy');
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}
