import type { CommandLine } from '@oidc-admin/client';
import { type CommandTerminal, printable } from '@oidc-admin/client/terminal';
import type { Command } from 'commander';
import type { CliOperation } from './cliApi.ts';
import type { CommonOptions, Flag, InputValue } from './flags.ts';
import type { UndoEntry } from './undoFolder.ts';

/** One operation as it was called. */
export interface OperationCall {
  readonly commandLine: CommandLine;
  readonly operation: CliOperation;
  readonly flags: readonly Flag[];
  /** Its arguments are read. */
  readonly command: Command;
  readonly terminal: CommandTerminal;
  /** Ends the call early, but not before it signed out. */
  readonly signal: AbortSignal;
  /** The write that the call undoes, where it undoes one. */
  readonly undone?: UndoEntry | undefined;
}

/** A call whose settings are read. */
export interface ConnectedCall extends OperationCall {
  /** By environment variable, secrets among them. */
  readonly settings: CommandTerminal['environment'];
}

/** What the client is given. A secret that is left out on purpose is not in it. */
export function inputOf(given: readonly InputValue[]): Record<string, unknown> {
  const sent = given.filter(({ flag, value }) => value !== null || flag.removable);
  return Object.fromEntries(sent.map(({ flag, value }) => [flag.property.name, value]));
}

/** Says something that is no mistake, unless nobody wants to hear it. */
export function say(
  { terminal, command }: Pick<OperationCall, 'terminal' | 'command'>,
  text: string,
): void {
  if (!command.opts<CommonOptions>().quiet) terminal.stderr.write(`${printable(text)}\n`);
}
