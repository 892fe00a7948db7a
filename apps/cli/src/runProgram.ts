import { runProcess } from '@oidc-admin/client/process';
import { longestTimeoutMs } from '@oidc-admin/client/terminal';
import { childEnvironment } from './childEnvironment.ts';
import { programExitCode } from './failure.ts';
import { apis } from './generated/apis.ts';
import { runCli } from './runCli.ts';
import { standingFolder } from './standingFolder.ts';

/**
 * How long an orderly end may take, in milliseconds. A rotation that is taken back is some ten calls, and each may take as long as
 * `--timeout` lets it, 30 seconds where that is not given.
 */
export function graceMs(args: readonly string[]): number {
  const given = args.flatMap((word, index) => {
    if (word === '--timeout') return [Number(args[index + 1])];
    return word.startsWith('--timeout=') ? [Number(word.slice('--timeout='.length))] : [];
  });
  const longest = Math.max(30, ...given.filter((seconds) => seconds > 0)) * 1000;
  return Math.min(20 * longest, longestTimeoutMs);
}

/** Runs the command that the process was started with, and ends the process. */
export async function runProgram(): Promise<void> {
  const environment = { ...process.env };
  // Whatever this program or a library of it starts inherits what is left.
  for (const name of Object.keys(environment))
    if (!(name in childEnvironment(environment))) delete process.env[name];

  await runProcess(
    process,
    { fault: programExitCode, unwritten: programExitCode },
    async (args, terminal) => {
      using stopping = terminal.stopOnSignal({
        stopping: 'Ending what was begun; Ctrl-C again ends it at once.',
        atOnce: 'Ended at once: what was sent may have been done.\n',
        graceMs: graceMs(args),
      });
      const { signal } = stopping;
      const { stdin } = terminal;
      // Nobody waits for input any more; at a terminal the question itself ends.
      if (!stdin.isTTY) signal.addEventListener('abort', () => stdin.destroy());
      const folder = standingFolder(environment, process.cwd());
      return await runCli(args, apis, { ...terminal, environment, signal, folder }, signal);
    },
  );
  // What still hangs somewhere, such as a server that was asked for keys in vain, does not keep the process.
  process.stderr.write('', () => process.exit());
}
