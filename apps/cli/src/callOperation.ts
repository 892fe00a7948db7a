import type { CommandLine, Connection } from '@oidc-admin/client';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import type { Command } from 'commander';
import { confirm } from './ask.ts';
import { checkInput, checkPrefixes } from './checkInput.ts';
import type { CliOperation } from './cliApi.ts';
import { concernsOf } from './concerns.ts';
import { closeConnection, flagValues, openConnection, timeoutMsOf } from './connect.ts';
import { inSettings } from './failure.ts';
import type { CommonOptions, Flag, InputValue } from './flags.ts';
import { outputFormat, printedResponse, responseQuery } from './printResponse.ts';
import { readInput } from './readInput.ts';
import { skeletonOf } from './skeleton.ts';

/** One operation as it was called. */
interface OperationCall {
  readonly commandLine: CommandLine;
  readonly operation: CliOperation;
  readonly flags: readonly Flag[];
  /** Its arguments are read. */
  readonly command: Command;
  readonly terminal: CommandTerminal;
  /** Ends the call early, but not before it signed out. */
  readonly signal: AbortSignal;
}

/** How a response becomes the text that is printed. */
type Printer = (response: unknown) => Promise<string>;

/** What the client is given. A secret that is left out on purpose is not in it. */
function inputOf(given: readonly InputValue[]): Record<string, unknown> {
  const sent = given.filter(({ flag, value }) => value !== null || flag.removable);
  return Object.fromEntries(sent.map(({ flag, value }) => [flag.property.name, value]));
}

function say({ terminal, command }: OperationCall, text: string): void {
  if (!command.opts<CommonOptions>().quiet) terminal.stderr.write(`${printable(text)}\n`);
}

/** Reads how the response is wanted, before anything is sent. */
async function printerOf({ output = 'json', query }: CommonOptions): Promise<Printer> {
  const format = outputFormat(output);
  const part = query === undefined ? undefined : await responseQuery(query);
  return (response) => printedResponse(part === undefined ? response : part(response), format);
}

async function print(
  response: unknown,
  connection: Connection,
  printer: Printer,
  call: OperationCall,
): Promise<void> {
  const { operation, command, terminal } = call;
  if (response === undefined || response === null) {
    say(call, `${operation.id}: done`);
    return;
  }
  const whole = await printer(response);
  const shown = command.opts<CommonOptions>().showSecrets
    ? whole
    : await printer(connection.redacted(operation.id, response));
  terminal.stdout.write(shown);
  if (shown !== whole) say(call, 'Secrets are masked; --show-secrets prints them.');
}

/** The last checks, for which the connection has to be known, and then what a person has to be asked. */
async function confirmed(
  connection: Connection,
  given: readonly InputValue[],
  { operation, flags, command, terminal, signal }: OperationCall,
): Promise<void> {
  if (given.some(({ flag }) => flag.property.prefix !== undefined)) {
    const mistakes = checkPrefixes(given, (await connection.placeholders?.()) ?? {});
    if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  }
  if (command.opts<CommonOptions>().yes) return;
  const own = await connection.concern?.(operation.id, inputOf(given), { signal });
  const concerns = [...concernsOf(operation, flags, given), ...(own === undefined ? [] : [own])];
  if (concerns.length > 0) await confirm(terminal, concerns.join(' '));
}

/**
 * Runs one operation: input, checks, connection, confirmation, call, response. Nothing is sent before the checks passed.
 * The connection is closed in any case.
 */
export async function callOperation(call: OperationCall): Promise<void> {
  const { commandLine, operation, flags, command, terminal, signal } = call;
  const options = command.opts<CommonOptions>();
  if (options.generateSkeleton) {
    terminal.stdout.write(skeletonOf(operation, flags));
    return;
  }
  timeoutMsOf(options);
  const printer = await printerOf(options);
  const { input, mistakes, notes } = await readInput(call);
  for (const note of notes) say(call, note);
  const all = [...mistakes, ...checkInput(input, call)];
  if (all.length > 0) throw new UsageError(all.join('\n'));
  try {
    const connection = await openConnection(
      { commandLine, terminal, options },
      { operation: operation.id },
    );
    try {
      await confirmed(connection, input, call);
      const response = await connection.call(operation.id, inputOf(input), { signal });
      await print(response, connection, printer, call);
    } finally {
      // A session stays open where its token was asked for and shown.
      if (operation.action.does !== 'open' || !options.showSecrets)
        await closeConnection(connection, terminal);
    }
  } catch (error) {
    throw inSettings(error, commandLine, flagValues(options));
  }
}
