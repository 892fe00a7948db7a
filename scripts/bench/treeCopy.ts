import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const limit = 3_600_000;

/** Copies the working tree without what git ignores, and installs. */
export function copyOfTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'bench-tree-'));
  const pack = `git ls-files -z --cached --others --exclude-standard | tar --create --ignore-failed-read --null --files-from=- 2>/dev/null | tar --extract --directory "$1"`;
  execFileSync('bash', ['-c', pack, '-', copy], { cwd: root, stdio: 'inherit' });
  const install = ['-y', 'pnpm@12', 'install', '--prefer-offline', '--frozen-lockfile'];
  execFileSync('npx', [...install, '--ignore-scripts', '--silent'], {
    cwd: copy,
    stdio: 'inherit',
  });
  return copy;
}

/** Runs a command below a folder; its seconds of computing, and the bytes of its output. Throws where it fails. */
export function runTimed(
  folder: string,
  ...command: readonly string[]
): { seconds: number; bytes: number } {
  const script = `TIMEFORMAT='computed %U %S'; time "$@"`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, '-', ...command], {
    cwd: folder,
    maxBuffer: 2 ** 30,
    timeout: limit,
  });
  const text = stderr.toString();
  const [, user, system] = /computed ([\d.]+) ([\d.]+)\s*$/.exec(text) ?? [];
  if (status !== 0 || user === undefined || system === undefined)
    throw new Error(`${command.join(' ')}: exit code ${status}\n${text.slice(-2000)}`);
  return { seconds: Number(user) + Number(system), bytes: stdout.length };
}
