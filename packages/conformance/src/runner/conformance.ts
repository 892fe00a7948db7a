import { inspect } from 'node:util';
import { listClauses, listFaults } from './listClauses.ts';
import { apiNames } from './apis.ts';
import { compare } from './compare.ts';
import { exitCodes } from './exitCode.ts';
import { help } from './help.ts';
import type { Command } from './options.ts';
import { readArguments } from './readArguments.ts';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

const follow = async (command: Command, terminal: Terminal): Promise<number> => {
  if (command.does === 'run') return run(command.options, terminal);
  if (command.does === 'compare') return compare(command.before, command.after, terminal);
  if (command.does === 'help') terminal.out(help);
  else if (command.does === 'list') terminal.out(await listClauses(command.apis));
  else terminal.out(await listFaults(command.apis));
  return exitCodes.conformant;
};

/** The command `pnpm conformance`: reads the arguments, does what they say, answers the exit code. */
export const conformance = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  try {
    return await follow(readArguments(args, apiNames), terminal);
  } catch (error) {
    // Anything but a finding is no finding: exit code 1 stays with violations.
    terminal.err(`${error instanceof UsageError ? error.message : inspect(error)}\n`);
    return exitCodes.usage;
  }
};
