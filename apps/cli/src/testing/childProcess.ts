import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { CommandResult, CommandSetting } from './inProcess.ts';

const program = join(import.meta.dirname, '../main.ts');

/** Runs a command as its users do: a process of its own, with nothing but the given environment. */
export function childProcess(
  args: readonly string[],
  { environment = {}, input = '' }: CommandSetting = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { env: { ...environment }, timeout: 20_000, maxBuffer: 16 * 2 ** 20 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, stdout, stderr });
        else reject(new Error(`The command did not end by itself: ${stderr}`, { cause: error }));
      },
    );
    child.stdin?.end(input);
  });
}
