import { UsageError } from '@oidc-admin/client/terminal';
import type { ConformanceCommand } from './conformanceCommand.ts';
import { apis } from './generated/apis.ts';
import type { Console } from './processConsole.ts';
import { readArguments } from './readArguments.ts';

/** What is needed for one command only is loaded for it only, so that `--help` is there at once. */
async function follow(command: ConformanceCommand, console: Console): Promise<number> {
  if (command.does === 'run')
    return (await import('./runCommand.ts')).runCommand(command.options, console);
  if (command.does === 'compare')
    return (await import('./compareFiles.ts')).compareFiles(command, console);
  if (command.does === 'help') console.out(command.text);
  else {
    const { printedLists } = await import('./lists.ts');
    console.out(await printedLists[command.does](command.apis));
  }
  return 0;
}

const verifyUsage = `Usage: conformance verify claim.yaml record.ndjson

Makes the report again from the record of a run, and compares every line of the claim with it.
Exit codes: 0 the claim holds, 1 it does not, 2 a file is no claim or no record.
`;

/** The command `pnpm conformance`: reads the arguments, does what they say, answers the exit code. */
export async function conformance(args: readonly string[], console: Console): Promise<number> {
  try {
    // `pnpm conformance -- judge` hands the two dashes on.
    const own = args[0] === '--' ? args.slice(1) : args;
    if (own[0] === 'judge' || own[0] === 'proxy')
      return await (await import('./trafficCommand.ts')).trafficCommand(own, console);
    if (own[0] === 'verify') {
      const [, claim = '', record = '', ...others] = own;
      if (own.some((word) => /^(?:-h|--help)$/.test(word))) {
        console.out(verifyUsage);
        return 0;
      }
      if (record === '' || others.length > 0)
        throw new UsageError(`verify takes two files. ${verifyUsage.trimEnd()}`);
      return await (await import('./claimFile.ts')).verifyClaim({ claim, record }, console);
    }
    const hasFile = args.some((word) => word.startsWith('--target-file'));
    const { readTargetFile } = hasFile ? await import('./readTargetFile.ts') : {};
    return await follow(readArguments(args, Object.keys(apis), readTargetFile), console);
  } catch (error) {
    // Anything but a finding is no finding: exit code 1 stays with violations.
    if (!(error instanceof UsageError)) throw error;
    console.err(`${error.message}\n`);
    return 2;
  }
}
