import { listClauses, listFaults } from './listClauses.ts';
import { apiNames } from './apis.ts';
import { compare } from './compare.ts';
import { exitCodes } from './exitCode.ts';
import { help } from './help.ts';
import { readArguments } from './readArguments.ts';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** The command `pnpm conformance`: reads the arguments, does what they say, answers the exit code. */
export const conformance = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  try {
    const command = readArguments(args, apiNames);
    switch (command.does) {
      case 'help':
        terminal.out(help);
        return exitCodes.conformant;
      case 'list':
        terminal.out(await listClauses(command.apis));
        return exitCodes.conformant;
      case 'listFaults':
        terminal.out(await listFaults(command.apis));
        return exitCodes.conformant;
      case 'compare':
        return await compare(command.before, command.after, terminal);
      case 'run':
        return await run(command.options, terminal);
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`${error.message}\n`);
    return exitCodes.usage;
  }
};
